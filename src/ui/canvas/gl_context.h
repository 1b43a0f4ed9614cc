// The WebGL2 context on the page's canvas and the size of its backing store.
#pragma once

#include <string>

namespace ui {

class GlContext {
 public:
  // `canvas_selector`: a CSS selector, e.g. "#desk". False if the browser has no WebGL2; error() says what to do.
  bool start(const char* canvas_selector);
  const std::string& error() const { return error_; }
  bool ready() const { return handle_ != 0; }

  // Makes the backing store this many device pixels; changing it clears the picture.
  void resize(int width, int height);
  // Makes the context current, sets the viewport and fills it with the background.
  void begin_frame();

  int width() const { return width_; }
  int height() const { return height_; }

 private:
  std::string selector_;
  std::string error_;
  long handle_ = 0;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace ui
