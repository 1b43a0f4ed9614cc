#include "ui/canvas/gl_context.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include "ui/canvas/look.h"

namespace ui {

bool GlContext::start(const char* canvas_selector) {
  selector_ = canvas_selector;
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.antialias = false;  // every edge is smoothed by the draw list already
  attributes.alpha = false;
  attributes.depth = false;
  attributes.stencil = false;
  attributes.preserveDrawingBuffer = false;
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  const auto handle = emscripten_webgl_create_context(selector_.c_str(), &attributes);
  if (handle <= 0) {
    error_ =
        "This browser offers no WebGL2, which the page is drawn with: turn on hardware acceleration, or use a current "
        "Chrome, Edge, Firefox or Safari.";
    return false;
  }
  handle_ = static_cast<long>(handle);
  emscripten_webgl_make_context_current(handle);
  return true;
}

void GlContext::resize(int width, int height) {
  if (width == width_ && height == height_) return;
  width_ = width;
  height_ = height;
  emscripten_set_canvas_element_size(selector_.c_str(), width, height);
}

void GlContext::begin_frame() {
  emscripten_webgl_make_context_current(static_cast<EMSCRIPTEN_WEBGL_CONTEXT_HANDLE>(handle_));
  glViewport(0, 0, width_, height_);
  constexpr Colour back = palette::kBackground;
  const auto channel = [](int shift) { return static_cast<float>((back >> shift) & 0xff) / 255.0f; };
  glClearColor(channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT), 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace ui
