// Bars, time signature and resolution of the pattern.
#include <array>
#include <string>

#include "ui/desk/frame.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr std::string_view kBarsTip = "How many bars the pattern has. STEPS sets any other length.";
constexpr std::string_view kSignatureTip = "Time signature: how many beats a bar has, and of which length.";
constexpr std::string_view kResolutionTip =
    "How long a step is. What is drawn stays where it sounds; what falls between the steps plays early or late.";

// A heading, and a line below it.
Rect line_of(const Frame& frame, Rect& rest, std::string_view words) {
  frame.paint().text_in(rest.top_part(22.0f), words, Type::small, palette::kTextDim);
  const float height = frame.narrow() ? kTouchTarget : 30.0f;
  const Rect line = rest.below(22.0f).top_part(height);
  rest = rest.below(22.0f + height + 6.0f);
  return line;
}

}  // namespace

void draw_timing(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const float line = (frame.narrow() ? kTouchTarget : 30.0f) + 28.0f;
  const auto inside = begin_popup(frame, page, frame.narrow() ? 300.0f : 268.0f, kMenuTitle + 3 * line + 6.0f);
  if (!inside) return;
  Rect rest = inside->inset(10.0f, 0.0f);
  frame.paint().text_in(rest.top_part(kMenuTitle), "Bars and time signature", Type::strong, palette::kText);
  rest = rest.below(kMenuTitle);
  const session::Slot& slot = session.document().current();
  rhythm::Timing timing = slot.timing;
  int signature = static_cast<int>(timing.signature);
  if (frame.widgets.segmented("signature", line_of(frame, rest, "Time signature"), rhythm::kSignatureNames, &signature,
                              kSignatureTip)) {
    timing.signature = static_cast<rhythm::Signature>(signature);
  }
  int resolution = static_cast<int>(timing.resolution);
  if (frame.widgets.segmented("resolution", line_of(frame, rest, "A step is one of"), rhythm::kResolutionNames,
                              &resolution, kResolutionTip)) {
    timing.resolution = static_cast<rhythm::Resolution>(resolution);
  }
  const bool whole = slot.timing.whole_bars(slot.steps());
  const int most = session::kMaxSteps / slot.timing.bar_steps();
  double bars = std::max(1, slot.steps() / slot.timing.bar_steps());
  const Rect number = line_of(frame, rest, whole ? "Bars" : "Bars (now a free length)");
  const bool other =
      frame.widgets.number("bars", number.left_part(72.0f), &bars, {1.0, static_cast<double>(most), 1.0, false, 0, ""},
                           Type::body, Align::right, "Bars", kBarsTip, true);
  if (timing != slot.timing) {
    frame.report(session.edit(session::set_timing, timing));
  } else if (other) {
    frame.report(session.edit(session::set_bars, static_cast<int>(bars)));
  }
}

}  // namespace ui
