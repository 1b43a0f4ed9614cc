#include "ui/canvas/renderer.h"

#include <GLES3/gl3.h>

#include <cstddef>
#include <cstdint>

#include "embedded_shaders.h"
#include "ui/canvas/gl_program.h"

namespace ui {
namespace {

constexpr unsigned kPosition = 0;
constexpr unsigned kTexturePosition = 1;
constexpr unsigned kColour = 2;

const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

// Where the attributes lie from vertex `first` on: WebGL2 has no base vertex.
void point_at(std::size_t first) {
  constexpr auto kStride = static_cast<int>(sizeof(ImDrawVert));
  const std::size_t base = first * sizeof(ImDrawVert);
  glVertexAttribPointer(kPosition, 2, GL_FLOAT, GL_FALSE, kStride, offset(base + offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(kTexturePosition, 2, GL_FLOAT, GL_FALSE, kStride, offset(base + offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(kColour, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, offset(base + offsetof(ImDrawVert, col)));
}

}  // namespace

void Renderer::start() {
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = "backbeat";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
}

void Renderer::make_objects() {
  program_ = link_program(embedded::interface_vert, embedded::interface_frag);
  page_uniform_ = glGetUniformLocation(program_, "page");
  picture_uniform_ = glGetUniformLocation(program_, "picture");
  glGenVertexArrays(1, &vertex_array_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glBindVertexArray(vertex_array_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (const unsigned attribute : {kPosition, kTexturePosition, kColour}) glEnableVertexAttribArray(attribute);
  glGenTextures(1, &atlas_);
  atlas_stale_ = true;
}

void Renderer::upload_atlas() {
  unsigned char* coverage = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&coverage, &width, &height);
  glBindTexture(GL_TEXTURE_2D, atlas_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, coverage);
  atlas_stale_ = false;
}

void Renderer::set_state(const ImDrawData& data) const {
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(program_);
  glUniform2f(page_uniform_, data.DisplaySize.x, data.DisplaySize.y);
  glActiveTexture(GL_TEXTURE0);
  use_texture(0);
  glBindVertexArray(vertex_array_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
}

void Renderer::use_texture(unsigned texture) const {
  glBindTexture(GL_TEXTURE_2D, texture != 0 ? texture : atlas_);
  glUniform1i(picture_uniform_, texture != 0 ? 1 : 0);
}

unsigned Renderer::make_picture(int width, int height, const unsigned char* pixels) {
  unsigned texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  // Drawn pixel on pixel.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  return texture;
}

void Renderer::drop_pictures(std::span<const unsigned> textures) {
  if (!textures.empty()) glDeleteTextures(static_cast<int>(textures.size()), textures.data());
}

void Renderer::draw(const ImDrawData& data, int width, int height) {
  if (!program_) make_objects();
  if (!program_) return;
  if (atlas_stale_) upload_atlas();
  glViewport(0, 0, width, height);
  set_state(data);
  for (const ImDrawList* list : data.CmdLists) draw_list(data, *list, height);
  glDisable(GL_SCISSOR_TEST);  // the next frame clears everything
}

void Renderer::draw_list(const ImDrawData& data, const ImDrawList& list, int height) const {
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data, GL_STREAM_DRAW);
  std::size_t first = 0;
  point_at(first);
  unsigned texture = 0;
  use_texture(texture);
  const ImVec2 scale = data.FramebufferScale;
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback == ImDrawCallback_ResetRenderState) {
      set_state(data);
      texture = 0;
      continue;
    }
    const int left = static_cast<int>(command.ClipRect.x * scale.x);
    const int top = static_cast<int>(command.ClipRect.y * scale.y);
    const int right = static_cast<int>(command.ClipRect.z * scale.x + 0.5f);
    const int bottom = static_cast<int>(command.ClipRect.w * scale.y + 0.5f);
    if (right <= left || bottom <= top) continue;
    glScissor(left, height - bottom, right - left, bottom - top);
    if (command.UserCallback) {
      command.UserCallback(&list, &command);
      continue;
    }
    const auto wanted = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
    if (wanted != texture) {
      texture = wanted;
      use_texture(texture);
    }
    if (command.VtxOffset != first) {
      first = command.VtxOffset;
      point_at(first);
    }
    static_assert(sizeof(ImDrawIdx) == 2);
    glDrawElements(GL_TRIANGLES, static_cast<int>(command.ElemCount), GL_UNSIGNED_SHORT,
                   offset(command.IdxOffset * sizeof(ImDrawIdx)));
  }
}

void Renderer::forget() {
  program_ = vertex_array_ = vertices_ = indices_ = atlas_ = 0;
  atlas_stale_ = true;
}

}  // namespace ui
