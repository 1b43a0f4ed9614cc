// How the page looks: palette, type scale, and the font atlas at the screen's pixel ratio.
//
// Everything is laid out in CSS pixels; fonts are rasterised at CSS size x pixel ratio, and text is placed on device
// pixels, so that it is as sharp at 1.5 as it is at 1 or 3.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "ui/canvas/geometry.h"
#include "ui/canvas/palette.h"
#include "ui/text/browser_text.h"

namespace ui {

// `colour` with its opacity multiplied.
Colour faded(Colour colour, float opacity);
// Between a (t = 0) and b (t = 1).
Colour mix(Colour a, Colour b, float t);

// The type scale: Inter throughout.
enum class Type {
  small,   // 11 regular: axes, hints
  label,   // 10 semi-bold, spaced: captions in capitals
  body,    // 13 regular
  strong,  // 13 semi-bold: buttons
  title,   // 15 semi-bold: panel titles
  value,   // 18 semi-bold: tempo, bar
  big,     // 22 semi-bold: results, the name
};
inline constexpr std::size_t kTypeCount = 7;

// A line of text as it was drawn, for those who look whether any lies over another or is cut.
struct WrittenText {
  std::string text;
  Rect rect;               // from the height of its capitals down
  Rect visible;            // of that what no clip hides
  const void* layer;       // of the page
  bool shortened = false;  // it had not room enough
};

class Look {
 public:
  // Sets up what does not depend on the pixel ratio; needs an ImGui context. `texts` is for what the fonts lack.
  void start(BrowserText& texts);

  // Rasterises the fonts for this pixel ratio if that is not what the atlas holds. True if the atlas changed, and so
  // its texture has to be made again.
  bool set_pixel_ratio(float ratio);

  float pixel_ratio() const { return ratio_; }
  // The nearest position on a device pixel.
  float snap(float css) const;
  Rect snap(const Rect& rect) const;

  // Each text is noted there from now on; null: none is.
  void write_down(std::vector<WrittenText>* texts) { written_ = texts; }
  std::vector<WrittenText>* written() const { return written_; }

  const ImFont* font(Type type) const { return fonts_[static_cast<std::size_t>(type)]; }
  float size(Type type) const;
  // Whether the font has no letter for some of it.
  bool lacks(std::string_view utf8, Type type) const;
  // The picture of such a text; null until it has come. limit: CSS px to shorten it to, 0 for none.
  const TextPicture* picture(std::string_view utf8, Type type, float limit) const;
  float tracking(Type type) const { return type == Type::label ? 0.9f : 0.0f; }
  // Width of any digit: numbers that move are set in columns of it.
  float digit_width(Type type) const { return digit_widths_[static_cast<std::size_t>(type)]; }

 private:
  BrowserText* texts_ = nullptr;
  std::vector<WrittenText>* written_ = nullptr;
  float ratio_ = 0.0f;
  std::array<ImFont*, kTypeCount> fonts_{};
  std::array<float, kTypeCount> digit_widths_{};
};

}  // namespace ui
