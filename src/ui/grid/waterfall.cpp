#include "ui/grid/waterfall.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

#include "embedded_shaders.h"
#include "ui/canvas/gl_program.h"

namespace ui {
namespace {

constexpr float kTallestRow = 6.0f;  // CSS px; a short training grows from the bottom instead of being stretched

// A probability p of n steps is shown as p against the likeliest toggle of its row, or against kUniform / n while
// nothing stands out: an undecided policy is an even mid-tone, a decided one is bright on dark.
constexpr float kUniform = 1.7f;
// Lifts second choices out of the dark; by eye.
constexpr float kContrast = 0.75f;

}  // namespace

void Waterfall::draw(ImDrawList* list, const session::WaterfallHistory& history, const Rect& area,
                     const Columns& columns, float pixel_ratio) {
  const int rows = history.row_count();
  if (rows == 0 || area.empty()) return;
  if (revision_ != history.revision() || rows_ != rows || steps_ != history.steps()) {
    revision_ = history.revision();
    rows_ = rows;
    steps_ = history.steps();
    pixels_.assign(history.cells().begin(), history.cells().end());
    for (int row = 0; row < rows; ++row) {
      const auto first = pixels_.begin() + static_cast<std::ptrdiff_t>(row) * steps_;
      const auto last = first + steps_;
      const float full = std::max(*std::max_element(first, last), kUniform / static_cast<float>(steps_));
      std::for_each(first, last, [full](float& p) { p = std::pow(std::clamp(p / full, 0.0f, 1.0f), kContrast); });
    }
    stale_ = true;
  }
  area_ = area;
  columns_ = columns;
  columns_.count = std::min(columns.count, steps_);
  pixel_ratio_ = pixel_ratio;
  row_height_ = std::min(kTallestRow, area.h / static_cast<float>(rows));
  list->AddCallback(&Waterfall::render, this);
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void Waterfall::render(const ImDrawList*, const ImDrawCmd* command) {
  static_cast<Waterfall*>(command->UserCallbackData)->render_now();
}

void Waterfall::render_now() {
  if (!program_ && !make_program()) return;
  const ImVec2 page = ImGui::GetIO().DisplaySize;
  glDisable(GL_BLEND);
  glUseProgram(program_);
  glBindVertexArray(vertex_array_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture_);
  if (stale_) upload();
  glUniform2f(page_uniform_, page.x, page.y);
  glUniform4f(area_uniform_, area_.x, area_.y, area_.w, area_.h);
  glUniform4f(columns_uniform_, columns_.x, columns_.cell, columns_.gap, columns_.beat_gap);
  glUniform1f(pixel_ratio_uniform_, pixel_ratio_);
  glUniform1i(steps_per_beat_uniform_, columns_.ruler.beat_steps);
  glUniform1i(row_count_uniform_, rows_);
  glUniform1f(row_height_uniform_, row_height_);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, columns_.count);
}

bool Waterfall::make_program() {
  if (failed_) return false;
  program_ = link_program(embedded::waterfall_vert, embedded::waterfall_frag);
  if (!program_) {
    // The rest of the page is worth more than this panel: it stays empty.
    failed_ = true;
    return false;
  }
  page_uniform_ = glGetUniformLocation(program_, "page");
  area_uniform_ = glGetUniformLocation(program_, "area");
  columns_uniform_ = glGetUniformLocation(program_, "columns");
  pixel_ratio_uniform_ = glGetUniformLocation(program_, "pixel_ratio");
  steps_per_beat_uniform_ = glGetUniformLocation(program_, "steps_per_beat");
  row_count_uniform_ = glGetUniformLocation(program_, "row_count");
  row_height_uniform_ = glGetUniformLocation(program_, "row_height");
  glGenVertexArrays(1, &vertex_array_);
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  // Float textures can not be filtered without an extension; the shader reads single texels.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  stale_ = true;
  return true;
}

void Waterfall::upload() {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, steps_, rows_, 0, GL_RED, GL_FLOAT, pixels_.data());
  stale_ = false;
}

void Waterfall::forget() {
  program_ = texture_ = vertex_array_ = 0;
  failed_ = false;
  stale_ = true;
}

}  // namespace ui
