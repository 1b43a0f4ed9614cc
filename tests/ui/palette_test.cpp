// Contrast of what is read and of what is worked (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
#include "ui/canvas/palette.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace {

using ui::Colour;
namespace palette = ui::palette;

double linear(Colour channel) {
  const double value = static_cast<double>(channel) / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// Relative luminance, 0 to 1.
double luminance(Colour colour) {
  return 0.2126 * linear(colour & 0xFF) + 0.7152 * linear(colour >> 8 & 0xFF) + 0.0722 * linear(colour >> 16 & 0xFF);
}

double contrast(Colour a, Colour b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

}  // namespace

TEST_CASE("contrast is 21 of white on black, 1 of equals, and as WCAG has it between") {
  CHECK(contrast(ui::rgb(0xffffff), ui::rgb(0)) == doctest::Approx(21.0));
  CHECK(contrast(ui::rgb(0x808080), ui::rgb(0x808080)) == doctest::Approx(1.0));
  CHECK(contrast(ui::rgb(0x777777), ui::rgb(0xffffff)) == doctest::Approx(4.48).epsilon(0.002));
}

TEST_CASE("every text colour is legible on every ground that it stands on") {
  for (const Colour text : {palette::kText, palette::kTextSoft, palette::kTextDim, palette::kTextFaint}) {
    for (const Colour ground : {palette::kBackground, palette::kBar, palette::kPanel, palette::kCell, palette::kRaised,
                                palette::kRaisedHover, palette::kSheet}) {
      CHECK(contrast(text, ground) >= 4.5);
    }
  }
  for (const Colour text : {palette::kText, palette::kTextSoft, palette::kTextDim})
    CHECK(contrast(text, palette::kSheetHover) >= 4.5);
  for (const Colour text : {palette::kGood, palette::kBad, palette::kAmber, palette::kCyan})
    CHECK(contrast(text, palette::kCell) >= 4.5);
  for (const Colour accent : {palette::kAmber, palette::kAmberHover, palette::kCyan, palette::kCyanHover,
                              palette::kText, palette::kTextSoft, palette::kGood, palette::kBad}) {
    CHECK(contrast(palette::kOnAccent, accent) >= 4.5);
  }
}

TEST_CASE("what is worked or read off stands out from what it lies on") {
  CHECK(contrast(palette::kCellEdge, palette::kBackground) >= 3.0);
  CHECK(contrast(palette::kTrack, palette::kPanel) >= 3.0);
  for (const Colour mark : {palette::kAmber, palette::kCyan, palette::kViolet, palette::kWant, palette::kGreen,
                            palette::kGood, palette::kBad, palette::kShun}) {
    CHECK(contrast(mark, palette::kBackground) >= 3.0);
    CHECK(contrast(mark, palette::kPanel) >= 3.0);
  }
}
