// The policy waterfall: a picture of how the policy's toggle probabilities formed over the training.
//
// The rows lie in a float texture and are coloured by shaders/waterfall.*.glsl inside Dear ImGui's draw list. Owns the
// GL program and the texture.
#pragma once

#include <cstdint>
#include <vector>

#include "imgui.h"
#include "session/coach/history.h"
#include "ui/canvas/look.h"
#include "ui/desk/layout.h"

namespace ui {

class Waterfall {
 public:
  // Draws the rows into `columns` between top and bottom of `area`, the newest at the bottom.
  void draw(ImDrawList* list, const session::WaterfallHistory& history, const Rect& area, const Columns& columns,
            float pixel_ratio);

  // The GL objects are gone with their context.
  void forget();

 private:
  static void render(const ImDrawList* list, const ImDrawCmd* command);
  void render_now();
  bool make_program();
  void upload();

  // What the callback needs when the draw list is played back, later in the frame.
  Rect area_;
  Columns columns_;
  float row_height_ = 0.0f;  // CSS px
  float pixel_ratio_ = 1.0f;

  std::vector<float> pixels_;  // (rows, steps): brightness, 0-1
  int steps_ = 0;
  int rows_ = 0;
  std::uint64_t revision_ = 0;
  bool stale_ = true;  // pixels_ are newer than the texture

  bool failed_ = false;
  unsigned program_ = 0;
  unsigned texture_ = 0;
  unsigned vertex_array_ = 0;
  int page_uniform_ = -1;
  int area_uniform_ = -1;
  int columns_uniform_ = -1;
  int pixel_ratio_uniform_ = -1;
  int steps_per_beat_uniform_ = -1;
  int row_count_uniform_ = -1;
  int row_height_uniform_ = -1;
};

}  // namespace ui
