// Above a grid that scrolls: all of the pattern in a strip, with what is visible of it and the playhead.
//
// Owns the marks of the onsets, which are made anew only when the pattern or the strip's width has changed, and what a
// drag of the strip holds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ui/desk/frame.h"

namespace ui {

class Overview {
 public:
  // With the buttons for smaller, larger and following the playhead.
  void draw(const Frame& frame);

 private:
  // The onsets of a voice at one place of the strip, from and to as shares of its width.
  struct Mark {
    int voice;
    float from;
    float to;
    float loudness;  // all of them together, 1 if each step is as loud as can be
  };

  void mark_onsets(const Frame& frame, const Rect& strip);
  void handle_drag(const Frame& frame, const Rect& strip);

  std::vector<Mark> marks_;
  std::uint64_t marked_revision_ = 0;  // of the document
  float marked_width_ = 0.0f;
  std::optional<double> held_;  // steps from the first that is visible to the pointer
};

}  // namespace ui
