#include "ui/grid/overview.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imgui.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr std::string_view kStripTip =
    "The whole pattern: all voices, what you see of them, and the playhead. Drag to move through it.";
constexpr std::string_view kSmallerTip = "Smaller: more steps in view. Key: −, or the wheel with Ctrl, or a pinch.";
constexpr std::string_view kLargerTip = "Larger: fewer steps in view. Key: +, or the wheel with Ctrl, or a pinch.";
constexpr std::string_view kFollowTip =
    "Follow: the view goes along with the playhead until you scroll or draw. Key: P.";

constexpr float kBin = 2.0f;  // CSS px that a mark has at least

void draw_follow_icon(const Painter& paint, Point centre, Colour colour) {
  paint.fill({centre.x - 5.0f, centre.y - 6.0f, 2.0f, 12.0f}, colour, 1.0f);
  paint.triangle({centre.x, centre.y - 4.5f}, {centre.x + 6.0f, centre.y}, {centre.x, centre.y + 4.5f}, colour);
}

bool view_button(const Frame& frame, std::string_view name, const Rect& rect, std::string_view words, bool enabled,
                 bool on, std::string_view tip) {
  const Painter& paint = frame.paint();
  const Hit hit = frame.widgets.area(name, rect, tip);
  const bool lit = enabled && hit.hovered;
  if (lit) frame.widgets.set_cursor("pointer");
  const float height = std::min(rect.h, 32.0f);
  const Rect shape{rect.x + 1.0f, rect.centre().y - height / 2, rect.w - 2.0f, height};
  if (on || lit) paint.fill(paint.look().snap(shape), on ? palette::kRaisedHover : palette::kCell, 7.0f);
  const Colour ink = !enabled ? palette::kTextFaint : on || lit ? palette::kText : palette::kTextDim;
  if (words.empty()) {
    draw_follow_icon(paint, rect.centre(), ink);
  } else {
    paint.text_in(rect, words, Type::title, ink, Align::centre);
  }
  return enabled && hit.pressed;
}

void view_buttons(const Frame& frame, const Rect& rect) {
  const float width = rect.w / 3;
  const auto part = [&](int i) { return Rect{rect.x + static_cast<float>(i) * width, rect.y, width, rect.h}; };
  const ColumnsPlace place = frame.layout.grid.place();
  const float middle = place.x + place.width / 2;
  const auto zoom_button = [&](std::string_view name, int i, std::string_view words, double factor,
                               std::string_view tip) {
    if (view_button(frame, name, part(i), words, can_zoom(place, frame.view(), factor), false, tip)) {
      frame.view() = zoomed(place, frame.view(), factor, middle);
    }
  };
  zoom_button("zoom_out", 0, "−", 2.0, kSmallerTip);
  zoom_button("zoom_in", 1, "+", 0.5, kLargerTip);
  if (view_button(frame, "follow", part(2), "", true, frame.state.follow, kFollowTip)) {
    frame.state.follow = !frame.state.follow;
  }
}

int lane_of(int voice) {
  return static_cast<int>(std::ranges::find(GridLayout::kOrder, voice) - GridLayout::kOrder.begin());
}

}  // namespace

void Overview::mark_onsets(const Frame& frame, const Rect& strip) {
  const std::uint64_t revision = frame.session.document_revision();
  if (revision == marked_revision_ && strip.w == marked_width_) return;
  marked_revision_ = revision;
  marked_width_ = strip.w;
  marks_.clear();
  const rhythm::Pattern& pattern = frame.session.document().pattern();
  const int steps = pattern.steps();
  const int bins = std::max(1, std::min(steps, static_cast<int>(strip.w / kBin)));
  const float bin = 1.0f / static_cast<float>(bins);
  // A step that is wide enough keeps a little air to the next one; of narrower ones several share a mark.
  const float filled = bins == steps && strip.w * bin > 3.0f ? 0.75f : 1.0f;
  const float each = static_cast<float>(bins) / (127.0f * static_cast<float>(steps));
  for (int voice = 0; voice < session::kVoices; ++voice) {
    int last = -1;  // the bin of the last onset
    for (int step = 0; step < steps; ++step) {
      const int velocity = pattern.velocity(voice, step);
      if (velocity == 0) continue;
      const int at = static_cast<int>(static_cast<std::int64_t>(step) * bins / steps);
      if (at != last) {
        const float from = static_cast<float>(at) * bin;
        marks_.push_back({.voice = voice, .from = from, .to = from + bin * filled, .loudness = 0.0f});
      }
      marks_.back().loudness += static_cast<float>(velocity) * each;
      last = at;
    }
  }
}

void Overview::handle_drag(const Frame& frame, const Rect& strip) {
  const GridLayout& grid = frame.layout.grid;
  const Hit hit = frame.widgets.area("overview", strip, kStripTip, Gesture::drag_x);
  if (hit.hovered || hit.held) frame.widgets.set_cursor(hit.held ? "grabbing" : "grab");
  if (!hit.held) {
    held_.reset();
    return;
  }
  const float share = std::clamp((ImGui::GetIO().MousePos.x - strip.x) / strip.w, 0.0f, 1.0f);
  const double step = static_cast<double>(share) * grid.steps;
  const Columns& columns = grid.columns;
  const double first = columns.step_of(static_cast<double>(columns.scroll));
  const double last = columns.step_of(static_cast<double>(columns.scroll + columns.width));
  // Pressed beside what is visible, the strip brings that to the middle.
  if (!held_) held_ = step >= first && step <= last ? step - first : (last - first) / 2;
  if (frame.session.playing()) frame.state.follow = false;
  GridView& view = frame.view();
  view.first = std::max(0.0, step - *held_);
  view = scrolled(grid.place(), view, 0.0f);  // no further than there is something
}

void Overview::draw(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  const Rect whole = grid.overview();
  const float buttons = frame.narrow() ? 3 * kTouchTarget : 78.0f;
  const Rect strip = paint.look().snap(frame.narrow() ? whole.left_part(whole.w - buttons - 6.0f) : whole);
  view_buttons(frame, frame.narrow() ? whole.right_part(buttons)
                                     : Rect{frame.layout.left.x - 4.0f, whole.y + 2.0f, buttons, whole.h - 4.0f});
  handle_drag(frame, strip);
  mark_onsets(frame, strip);

  paint.fill(strip, rgb(0x16191f), 6.0f);
  const auto x_of = [&](double step) { return strip.x + strip.w * static_cast<float>(step / grid.steps); };
  const Columns& columns = grid.columns;
  const float from = x_of(columns.step_of(static_cast<double>(columns.scroll)));
  const bool at_end = columns.bar_right(columns.bars() - 1) <= grid.area.right() + 1.0f;
  const float to = at_end ? strip.right() : x_of(columns.step_of(static_cast<double>(columns.scroll + columns.width)));
  const Rect window{from, strip.y, std::max(4.0f, to - from), strip.h};
  paint.fill(window, palette::kRaised, 6.0f);
  // Bar lines as long as they are not closer than marks.
  const float bar = x_of(grid.ruler.bar_steps) - strip.x;
  for (int i = 1; bar >= 8.0f && i < columns.bars(); ++i) {
    paint.fill({strip.x + static_cast<float>(i) * bar - 0.5f, strip.y + 3.0f, 1.0f, strip.h - 6.0f},
               palette::kGridLine);
  }
  const float lane = (strip.h - 6.0f) / static_cast<float>(session::kVoices);
  const session::Slot& slot = frame.session.document().current();
  std::array<Colour, session::kVoices> inks{};
  for (int voice = 0; voice < session::kVoices; ++voice) {
    inks[static_cast<std::size_t>(voice)] = faded(voice_colour(voice), voice_heard(slot, voice) ? 1.0f : 0.35f);
  }
  for (const Mark& mark : marks_) {
    const Rect rect{strip.x + mark.from * strip.w, strip.y + 3.0f + static_cast<float>(lane_of(mark.voice)) * lane,
                    (mark.to - mark.from) * strip.w, std::max(1.0f, lane - 1.0f)};
    paint.fill(rect, faded(inks[static_cast<std::size_t>(mark.voice)], 0.25f + 0.75f * std::min(1.0f, mark.loudness)));
  }
  paint.stroke(window, palette::kTextDim, 6.0f);
  if (const auto step = frame.session.player().playing_step(frame.now_ms)) {
    paint.fill({x_of(*step + 0.5) - 1.0f, strip.y, 2.0f, strip.h}, palette::kText);
  }
}

}  // namespace ui
