#include "ui/waterfall.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <string_view>

#include "embedded_shaders.h"

namespace ui {
namespace {

constexpr float kTallestRow = 6.0f;  // CSS px; a short training grows from the bottom instead of being stretched

// A probability p of n steps is shown as p against the likeliest toggle of its row, or against kUniform / n while
// nothing stands out: an undecided policy is an even mid-tone, a decided one is bright on dark.
constexpr float kUniform = 1.7f;

unsigned compile(unsigned kind, std::string_view source) {
  const unsigned shader = glCreateShader(kind);
  const char* text = source.data();
  const auto length = static_cast<int>(source.size());
  glShaderSource(shader, 1, &text, &length);
  glCompileShader(shader);
  return shader;
}

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
      std::for_each(first, last, [full](float& p) { p = std::clamp(p / full, 0.0f, 1.0f); });
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
  static_cast<Waterfall*>(command->UserCallbackData)->render_now(*command);
}

void Waterfall::render_now(const ImDrawCmd& command) {
  if (!program_ && !make_program()) return;
  const ImVec2 page = ImGui::GetIO().DisplaySize;
  const ImVec4& clip = command.ClipRect;
  glScissor(static_cast<int>(clip.x * pixel_ratio_), static_cast<int>((page.y - clip.w) * pixel_ratio_),
            static_cast<int>((clip.z - clip.x) * pixel_ratio_), static_cast<int>((clip.w - clip.y) * pixel_ratio_));
  glDisable(GL_BLEND);
  glUseProgram(program_);
  glBindVertexArray(vertex_array_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture_);
  if (stale_) upload();
  const auto uniform = [this](const char* name) { return glGetUniformLocation(program_, name); };
  glUniform2f(uniform("page"), page.x, page.y);
  glUniform4f(uniform("area"), area_.x, area_.y, area_.w, area_.h);
  glUniform4f(uniform("columns"), columns_.x, columns_.cell, columns_.gap, columns_.beat_gap);
  glUniform1f(uniform("pixel_ratio"), pixel_ratio_);
  glUniform1i(uniform("policy"), 0);
  glUniform1i(uniform("row_count"), rows_);
  glUniform1f(uniform("row_height"), row_height_);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, columns_.count);
}

bool Waterfall::make_program() {
  if (failed_) return false;
  const unsigned vertex = compile(GL_VERTEX_SHADER, embedded::waterfall_vert);
  const unsigned fragment = compile(GL_FRAGMENT_SHADER, embedded::waterfall_frag);
  program_ = glCreateProgram();
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  int linked = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  if (!linked) {
    // The rest of the page is worth more than this panel: it stays empty.
    failed_ = true;
    glDeleteProgram(program_);
    program_ = 0;
    return false;
  }
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
