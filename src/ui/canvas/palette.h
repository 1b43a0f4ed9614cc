// The page's colours.
//
// Text is legible on every ground that it stands on (4.5:1, WCAG 2.2, success criterion 1.4.3), and what is worked or
// read off has an outline or a fill of 3:1 against what it lies on (1.4.11); tests/ui/palette_test.cpp holds both.
#pragma once

#include <cstdint>

namespace ui {

// As Dear ImGui has it: 0xAABBGGRR.
using Colour = std::uint32_t;

constexpr Colour rgb(unsigned hex, float alpha = 1.0f) {
  return static_cast<Colour>(alpha * 255.0f + 0.5f) << 24U | (hex & 0xffU) << 16U | (hex & 0xff00U) |
         (hex >> 16U & 0xffU);
}

// Amber is the musician's kick, cyan the agent's snare; nothing else uses them as a fill.
namespace palette {
inline constexpr Colour kBackground = rgb(0x0f1115);
inline constexpr Colour kBar = rgb(0x13161c);
inline constexpr Colour kPanel = rgb(0x171a21);
inline constexpr Colour kRaised = rgb(0x222733);
inline constexpr Colour kRaisedHover = rgb(0x2b3140);
inline constexpr Colour kSheet = rgb(0x2a303d);  // popups and explanations
inline constexpr Colour kSheetHover = rgb(0x3a4252);
inline constexpr Colour kCell = rgb(0x1c2029);
inline constexpr Colour kCellBeat = rgb(0x262c39);
inline constexpr Colour kCellEdge = rgb(0x5f687b);
inline constexpr Colour kTrack = rgb(0x667085);
inline constexpr Colour kGridLine = rgb(0x262c38);

inline constexpr Colour kText = rgb(0xf2f4f8);
inline constexpr Colour kTextSoft = rgb(0xc8ceda);
inline constexpr Colour kTextDim = rgb(0xacb4c3);
inline constexpr Colour kTextFaint = rgb(0x969eb0);

inline constexpr Colour kAmber = rgb(0xf2a33a);
inline constexpr Colour kAmberHover = rgb(0xf7b45c);
inline constexpr Colour kCyan = rgb(0x4cc9f0);
inline constexpr Colour kCyanHover = rgb(0x76d6f4);
inline constexpr Colour kOnAccent = rgb(0x14171d);  // text on amber or cyan
inline constexpr Colour kWant = rgb(0x3c9bb9);
inline constexpr Colour kShun = rgb(0xb84a5e);
inline constexpr Colour kViolet = rgb(0xb29af0);
inline constexpr Colour kGreen = rgb(0x4fb87c);
inline constexpr Colour kGood = rgb(0x54d98c);
inline constexpr Colour kBad = rgb(0xea7186);
}  // namespace palette

}  // namespace ui
