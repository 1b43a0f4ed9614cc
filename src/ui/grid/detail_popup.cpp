// How one step is played: its loudness, how likely it is, when it comes, and in how many hits.
#include <array>

#include "imgui.h"
#include "ui/desk/frame.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr float kWidth = 252.0f;

constexpr std::string_view kVelocityTip = "Loudness, 1 to 127.";
constexpr std::string_view kProbabilityTip = "How often it sounds: in so many of a hundred turns of the pattern.";
constexpr std::string_view kMicroTip = "Earlier or later than the grid, in percent of a step.";
constexpr std::string_view kRatchetsTip = "Hits in this one step, spread evenly over it.";
constexpr std::string_view kResetTip = "Always, on the grid, once.";

float row_height(bool narrow) { return narrow ? 48.0f : 34.0f; }

// A label, a slider over [min, max] with its rest in the middle or at an end, and the value as a number. True if moved.
bool row(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, double* value,
         const NumberSpec& spec, Colour colour, std::string_view tip) {
  const Rect line = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(line.h);
  frame.paint().text_in(line.left_part(76.0f), label, Type::body, palette::kTextSoft);
  const double before = *value;
  const Rect slider = line.after(76.0f).left_part(line.w - 76.0f - 68.0f);
  const std::string slider_name = std::string(name) + "_slider";
  if (spec.min < 0.0) {
    double share = *value / spec.max;
    if (frame.widgets.weight(slider_name, slider, &share, colour, tip)) *value = std::round(share * spec.max);
  } else {
    double share = (*value - spec.min) / (spec.max - spec.min);
    if (frame.widgets.slider(slider_name, slider, &share, tip)) {
      *value = std::round(spec.min + share * (spec.max - spec.min));
    }
  }
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect number{line.right() - 62.0f, line.centre().y - height / 2, 62.0f, height};
  frame.widgets.number(name, number, value, spec, Type::body, Align::right, label, tip, true);
  return *value != before;
}

void details(const Frame& frame, Rect& rest, int voice, int step) {
  session::Session& session = frame.session;
  const sequencer::StepDetail before = session.document().current().detail(voice, step);
  sequencer::StepDetail detail = before;
  const Colour colour = voice_colour(voice);
  double probability = detail.probability;
  double micro = detail.micro;
  if (row(frame, rest, "detail_probability", "Probability", &probability, {0, 100, 1, false, 0, "%"}, colour,
          kProbabilityTip)) {
    detail.probability = static_cast<std::uint8_t>(probability);
  }
  if (row(frame, rest, "detail_micro", "Timing", &micro,
          {-sequencer::kMaxMicro, sequencer::kMaxMicro, 1, false, 0, "%"}, colour, kMicroTip)) {
    detail.micro = static_cast<std::int8_t>(micro);
  }
  const Rect line = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(line.h);
  frame.paint().text_in(line.left_part(76.0f), "Ratchets", Type::body, palette::kTextSoft);
  constexpr std::array<std::string_view, sequencer::kMaxRatchets> kCounts = {"1", "2", "3", "4"};
  int count = detail.ratchets - 1;
  const float height = frame.narrow() ? kTouchTarget : 26.0f;
  const Rect choice{line.x + 78.0f, line.centre().y - height / 2, line.w - 78.0f, height};
  if (frame.widgets.segmented("detail_ratchets", choice, kCounts, &count, kRatchetsTip)) {
    detail.ratchets = static_cast<std::uint8_t>(count + 1);
  }
  const Rect last = rest.top_part(row_height(frame.narrow()));
  const bool plain = before == sequencer::StepDetail{};
  if (frame.widgets.button("detail_reset", last.right_part(96.0f), "Back to plain", ButtonStyle::text, kResetTip,
                           !plain)) {
    detail = {};
  }
  if (detail != before) frame.report(session.edit(session::set_detail, voice, step, detail));
}

}  // namespace

void draw_detail(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const int voice = frame.state.popup.voice;
  const int step = frame.state.popup.step;
  if (step >= session.document().pattern().steps()) {
    frame.state.popup = {};
    return;
  }
  const float height = kMenuTitle + 5 * row_height(frame.narrow());
  const auto inside = begin_popup(frame, page, frame.narrow() ? 320.0f : kWidth, height);
  if (!inside) {
    // With this pen a click on another step goes on there.
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto place = frame.layout.grid.at({mouse.x, mouse.y});
    const bool other = place && (place->voice != voice || place->step != step);
    if (other && frame.state.pen == Pen::detail && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
      toggle_popup(frame, PopupKind::detail, cell_name(place->voice, place->step), place->voice, place->step);
    }
    return;
  }
  Rect rest = inside->inset(8.0f, 0.0f);
  const std::string title = std::string(voice_title(voice)) + ", step " + std::to_string(step + 1);
  frame.paint().text_in(rest.top_part(kMenuTitle), title, Type::strong, palette::kText);
  rest = rest.below(kMenuTitle);
  double velocity = session.document().pattern().velocity(voice, step);
  if (row(frame, rest, "detail_velocity", "Loudness", &velocity, {0, 127, 1, false, 0, ""}, voice_colour(voice),
          kVelocityTip)) {
    frame.report(session.edit(session::set_step, voice, step, static_cast<int>(velocity)));
  }
  details(frame, rest, voice, step);
}

}  // namespace ui
