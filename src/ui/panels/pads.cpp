#include "ui/panels/pads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/desk/voices.h"

namespace ui {
namespace {

constexpr std::string_view kPadTip = "Drums: higher on the pad is harder. Recorded while Record is on.";
constexpr std::string_view kAnswerTip =
    "Answer me: the kicks of the last round that you played become the pattern, and the agent answers them. Key: A.";
constexpr std::string_view kClickTip = "Metronome: clicks on each beat while it plays. Key: C.";
constexpr std::string_view kCloseTip = "Puts the pads away.";

// G H J K with U I O above them and N below are close to each other on nearly every layout; no other key of the page is
// among them.
constexpr std::array<std::string_view, session::kVoices> kKeys = {"KeyG", "KeyH", "KeyJ", "KeyK",
                                                                  "KeyU", "KeyI", "KeyN", "KeyO"};

constexpr float kGap = 8.0f;
constexpr float kSide = 214.0f;  // of the buttons beside the pads
constexpr float kLine = 44.0f;   // of the buttons above the pads
constexpr int kSoftest = 50;

bool stacked(const Layout& layout) { return layout.narrow && layout.pads.w < 620.0f; }

Rect pads_area(const Layout& layout) {
  const Rect inside = layout.pads.inset(layout.margin, kGap);
  return stacked(layout) ? inside.below(kLine) : inside.left_part(inside.w - kSide - kGap);
}

Rect pad(const Layout& layout, int voice) {
  const Rect area = pads_area(layout);
  // On a phone two rows, so that each is wide enough for a finger.
  const int rows = stacked(layout) ? 2 : 1;
  const int columns = session::kVoices / rows;
  const float width = (area.w - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float height = (area.h - kGap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  const auto place = static_cast<int>(std::ranges::find(GridLayout::kOrder, voice) - GridLayout::kOrder.begin());
  return {area.x + static_cast<float>(place % columns) * (width + kGap),
          area.y + static_cast<float>(place / columns) * (height + kGap), width, height};
}

void draw_pad(const Frame& frame, int voice) {
  const Painter& paint = frame.paint();
  const Rect rect = paint.look().snap(pad(frame.layout, voice));
  // Only explained: strokes come before the frame (Ui::strike).
  frame.widgets.book(voice_control("pad", voice), rect, Gesture::drag_xy);
  frame.widgets.explain(voice_control("pad", voice), rect, kPadTip, 1500.0);
  const std::optional<double>& hit_ms = frame.state.pad_hits[static_cast<std::size_t>(voice)];
  const double since = hit_ms ? frame.now_ms - *hit_ms : kPadLitMs;
  const auto light = static_cast<float>(std::clamp(1.0 - since / kPadLitMs, 0.0, 1.0));
  const Colour colour = voice_colour(voice);
  paint.fill(rect, mix(palette::kRaised, colour, 0.12f + 0.78f * light), 12.0f);
  paint.stroke(rect, mix(palette::kCellEdge, colour, 0.6f), 12.0f);
  const Colour ink = light > 0.45f ? palette::kOnAccent : palette::kText;
  const bool keys = !frame.input.touching() && rect.h >= 56.0f;
  paint.text_in(keys ? rect.moved(0.0f, -9.0f) : rect, short_title(voice), Type::strong, ink, Align::centre);
  if (!keys) return;
  const std::string_view key = kKeys[static_cast<std::size_t>(voice)];
  paint.text_in(rect.moved(0.0f, 11.0f), key.substr(key.size() - 1), Type::small,
                light > 0.45f ? palette::kOnAccent : palette::kTextDim, Align::centre);
}

void draw_buttons(const Frame& frame, const Rect& area) {
  session::Session& session = frame.session;
  const float close = 36.0f;
  const float height = std::min(area.h, 40.0f);
  const Rect row{area.x, area.centre().y - height / 2, area.w - close - kGap, height};
  const float half = (row.w - kGap) / 2;
  if (frame.widgets.button("answer_me_pads", row.left_part(half), "Answer", ButtonStyle::plain, kAnswerTip)) {
    frame.report(session.answer_me(frame.now_ms));
  }
  const bool clicks = session.document().metronome;
  if (frame.widgets.button("metronome", row.right_part(half), "Click", clicks ? ButtonStyle::cyan : ButtonStyle::plain,
                           kClickTip)) {
    frame.report(session.edit(session::set_metronome, !clicks));
  }
  const Rect corner{area.right() - close, row.y, close, height};
  const Hit hit = frame.widgets.area("pads_close", corner, kCloseTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  frame.paint().icon(Icon::close, corner.centre(), 9.0f, hit.hovered ? palette::kText : palette::kTextDim);
  if (hit.pressed) frame.state.pads = false;
}

}  // namespace

float pads_height(bool narrow) { return narrow ? 176.0f : 112.0f; }

void draw_pads(const Frame& frame) {
  const Layout& layout = frame.layout;
  if (layout.pads.empty()) return;
  frame.paint().fill(layout.pads, palette::kBar);
  for (int voice = 0; voice < session::kVoices; ++voice) draw_pad(frame, voice);
  const Rect inside = layout.pads.inset(layout.margin, kGap);
  draw_buttons(frame, stacked(layout) ? inside.top_part(kLine - 4.0f) : inside.right_part(kSide));
}

std::optional<Stroke> pad_at(const Layout& layout, Point point) {
  if (layout.pads.empty()) return std::nullopt;
  for (int voice = 0; voice < session::kVoices; ++voice) {
    const Rect rect = pad(layout, voice);
    if (!rect.contains(point)) continue;
    const float height = std::clamp((rect.bottom() - point.y) / rect.h, 0.0f, 1.0f);
    return Stroke{.voice = voice, .velocity = kSoftest + static_cast<int>(std::lround(height * (127 - kSoftest)))};
  }
  return std::nullopt;
}

std::optional<int> drummed_by(std::string_view code) {
  const auto found = std::ranges::find(kKeys, code);
  return found == kKeys.end() ? std::nullopt : std::optional<int>(static_cast<int>(found - kKeys.begin()));
}

}  // namespace ui
