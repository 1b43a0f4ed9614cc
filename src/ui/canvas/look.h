// How the page looks: palette, type scale, and the font atlas at the screen's pixel ratio.
//
// Everything is laid out in CSS pixels; fonts are rasterised at CSS size x pixel ratio, and text is placed on device
// pixels, so that it is as sharp at 1.5 as it is at 1 or 3.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "imgui.h"
#include "ui/canvas/geometry.h"
#include "ui/text/browser_text.h"

namespace ui {

using Colour = ImU32;

constexpr Colour rgb(unsigned hex, float alpha = 1.0f) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, static_cast<unsigned>(alpha * 255.0f + 0.5f));
}

// `colour` with its opacity multiplied.
Colour faded(Colour colour, float opacity);
// Between a (t = 0) and b (t = 1).
Colour mix(Colour a, Colour b, float t);

// Amber is the musician's kick, cyan the agent's snare; nothing else uses them as a fill.
namespace palette {
inline constexpr Colour kBackground = rgb(0x0f1115);
inline constexpr Colour kBar = rgb(0x13161c);
inline constexpr Colour kPanel = rgb(0x171a21);
inline constexpr Colour kRaised = rgb(0x222733);
inline constexpr Colour kRaisedHover = rgb(0x2b3140);
inline constexpr Colour kCell = rgb(0x1c2029);
inline constexpr Colour kCellBeat = rgb(0x222733);
inline constexpr Colour kCellEdge = rgb(0x262c38);
inline constexpr Colour kTrack = rgb(0x262c38);
inline constexpr Colour kGridLine = rgb(0x262c38);

inline constexpr Colour kText = rgb(0xf2f4f8);
inline constexpr Colour kTextSoft = rgb(0xc3c9d6);
inline constexpr Colour kTextDim = rgb(0x8b93a5);
inline constexpr Colour kTextFaint = rgb(0x5f6779);

inline constexpr Colour kAmber = rgb(0xf2a33a);
inline constexpr Colour kAmberHover = rgb(0xf7b45c);
inline constexpr Colour kCyan = rgb(0x4cc9f0);
inline constexpr Colour kCyanHover = rgb(0x76d6f4);
inline constexpr Colour kOnAccent = rgb(0x14171d);  // text on amber or cyan
inline constexpr Colour kWant = rgb(0x3c9bb9);
inline constexpr Colour kShun = rgb(0xaf4457);
inline constexpr Colour kViolet = rgb(0xa68be0);
inline constexpr Colour kGreen = rgb(0x4fb87c);
inline constexpr Colour kGood = rgb(0x54d98c);
inline constexpr Colour kBad = rgb(0xe2647a);
}  // namespace palette

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
  float ratio_ = 0.0f;
  std::array<ImFont*, kTypeCount> fonts_{};
  std::array<float, kTypeCount> digit_widths_{};
};

}  // namespace ui
