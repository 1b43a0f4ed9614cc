// One term in the Reward panel: its name, its weight on a slider, and which way it counts.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ui/desk/popup.h"
#include "ui/desk/voices.h"
#include "ui/panels/panels.h"
#include "ui/panels/term_row.h"

namespace ui {
namespace {

using rhythm::Term;
using rhythm::TermMode;

struct Shape {
  float name;     // the first line
  float control;  // and the second
  float between;  // rows
  float mode_width;
  float level_width;
  bool chips_above;  // mode and level stand beside the name, where they need not be as tall as a finger
};

constexpr float kNumber = 44.0f;  // a weight or an effect
constexpr Shape kWide = {15.0f, 13.0f, 3.0f, 42.0f, 56.0f, true};
constexpr Shape kNarrow = {18.0f, kTouchTarget, 4.0f, 56.0f, 72.0f, false};

const Shape& shape_of(bool narrow) { return narrow ? kNarrow : kWide; }

// Levels are shares of the largest value a pattern of this length has; of the density that is a count of hits.
struct LevelScale {
  NumberSpec spec;
  double factor;
};

LevelScale level_scale(Term term, int steps) {
  if (term == Term::density) {
    return {{0.0, static_cast<double>(steps), 0.5, false, -1, "hits"}, static_cast<double>(steps)};
  }
  return {{0.0, 100.0, 1.0, false, 0, "%"}, 100.0};
}

double shown_level(const rhythm::TermSetting& setting, const LevelScale& scale) {
  const double fine = scale.spec.decimals < 0 ? 10.0 : 1.0;
  return std::round(static_cast<double>(setting.level) * scale.factor * fine) / fine;
}

// Whether the term has something to compare with.
bool compares(const rhythm::RewardSettings& reward, Term term) {
  return term != Term::similarity || reward.style != rhythm::Style::none || !reward.liked.empty();
}

std::string term_tip(const Frame& frame, const rhythm::TermInfo& info, const rhythm::TermSetting& setting) {
  const auto at = static_cast<std::size_t>(info.term);
  const session::RewardView& view = frame.session.reward_view();
  std::string tip(info.help);
  const double weight = std::abs(static_cast<double>(view.weights[at]));
  if (!view.applies[at]) {
    tip += " It means nothing for this length.";
  } else if (!compares(frame.session.document().part().reward, info.term)) {
    tip += " Click here to choose a style, or press “Like this " +
           session::spoken_name(frame.session.document().part().voice) + "”.";
  } else if (weight > 0.0) {
    tip += " What plays earns " + fixed_number(static_cast<double>(view.contribution[at]), 2) + " of " +
           fixed_number(weight, 2) + ".";
  }
  if (setting.weight < 0.0f) tip += " Left of the middle: its opposite.";
  return tip + " " + std::string(info.metric) + ": " + std::string(info.source) + ".";
}

void illustrate(const Frame& frame, std::string_view name, Term term) {
  const rhythm::Row& best = frame.session.reward_view().previews[static_cast<std::size_t>(term)];
  const session::Part& part = frame.session.document().part();
  const session::Slot& slot = frame.session.document().current();
  const rhythm::Row heard = session::heard_row(slot);
  if (best.size() != heard.size()) return;
  const std::array<TipRow, 2> rows = {
      {{heard, voice_colour(slot.called_voice())},
       {std::vector<std::uint8_t>(best.begin(), best.end()), voice_colour(part.voice)}}};
  const bool silence = std::ranges::none_of(best, [](std::uint8_t velocity) { return velocity != 0; });
  frame.widgets.illustrate(
      name, silence ? "The best for this alone is silence:" : "The best for this alone, under what it hears:", rows);
}

// Where the parts of a term's row are.
struct RowPlaces {
  Rect name;
  Rect number;
  Rect slider;
  Rect mode;
  Rect level;  // empty unless the mode is target
};

RowPlaces places_in(const Rect& row, const Shape& shape, TermMode mode) {
  const Rect first = row.top_part(shape.name);
  const Rect second = row.below(shape.name).top_part(shape.control);
  const Rect& chips = shape.chips_above ? first : second;
  RowPlaces places;
  // The mode stays where it is whatever it becomes: it is clicked again and again.
  places.mode = chips.right_part(shape.mode_width);
  const Rect level{places.mode.x - 4.0f - shape.level_width, chips.y, shape.level_width, chips.h};
  if (mode == TermMode::target) places.level = level;
  if (shape.chips_above) {
    places.name = first.left_part((mode == TermMode::target ? level.x : places.mode.x) - first.x - 8.0f);
    places.number = second.right_part(kNumber);
    places.slider = second.left_part(second.w - kNumber);
  } else {
    places.name = first.left_part(first.w - kNumber);
    places.number = first.right_part(kNumber);
    // All sliders are as long as the shortest has to be.
    places.slider = second.left_part(level.x - second.x - 8.0f);
  }
  // The knob, not the touchable area, lines up with the words.
  places.slider.x -= 6.0f;
  places.slider.w += 6.0f;
  return places;
}

void mode_button(const Frame& frame, Term term, const Rect& rect, rhythm::TermSetting& setting) {
  constexpr std::string_view kTip =
      "What the term asks for: more of it, less of it, or a level that you set. Click for the next.";
  const Hit hit = frame.widgets.area(term_control("mode", term), rect, kTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const float height = std::min(rect.h, 28.0f);
  const Rect chip{rect.x, rect.centre().y - height / 2, rect.w, height};
  frame.paint().fill(chip, hit.hovered ? palette::kRaisedHover : palette::kRaised, 5.0f);
  const Colour ink = hit.hovered ? palette::kText : setting.weight != 0.0f ? palette::kTextSoft : palette::kTextDim;
  frame.paint().text_in(chip, mode_word(setting.mode), Type::small, ink, Align::centre);
  if (!hit.pressed) return;
  setting.mode = setting.mode == TermMode::maximise   ? TermMode::minimise
                 : setting.mode == TermMode::minimise ? TermMode::target
                                                      : TermMode::maximise;
}

void level_number(const Frame& frame, Term term, const Rect& rect, rhythm::TermSetting& setting) {
  const LevelScale scale = level_scale(term, frame.session.document().pattern().steps());
  double level = shown_level(setting, scale);
  const float height = std::min(rect.h, 28.0f);
  frame.paint().fill({rect.x, rect.centre().y - height / 2, rect.w, height}, palette::kRaised, 5.0f);
  if (frame.widgets.number(term_control("level", term), rect, &level, scale.spec, Type::small, Align::centre,
                           term_label(term), "How much of it is wanted. Drag to change it, click to type it.", false)) {
    setting.level = static_cast<float>(std::clamp(level / scale.factor, 0.0, 1.0));
  }
}

// The weight; while a step is pointed at, what its toggle would change.
void term_number(const Frame& frame, Term term, const Rect& rect, bool on, const std::optional<ToggleEffect>& effect) {
  const rhythm::TermSetting& setting = frame.session.document().part().reward[term];
  std::string words = setting.weight == 0.0f ? "off" : signed_number(static_cast<double>(setting.weight));
  Colour ink = on ? palette::kTextSoft : palette::kTextFaint;
  if (effect && on) {
    const double change = static_cast<double>(effect->change[static_cast<std::size_t>(term)]);
    const bool felt = std::abs(change) >= 0.005;
    words = felt ? signed_number(change) : "0";
    ink = felt ? effect_colour(change) : palette::kTextFaint;
    frame.widgets.book(term_control("effect", term), rect);
  }
  frame.paint().text_in(rect, words, effect && on ? Type::strong : Type::small, ink, Align::right, Digits::tabular);
}

// Why a term does not count although it has a weight; empty if it does.
std::string_view obstacle(const session::Session& session, const session::RewardView& view, Term term) {
  if (!view.applies[static_cast<std::size_t>(term)]) return "not for this length";
  const rhythm::RewardSettings& reward = session.document().part().reward;
  return reward[term].weight == 0.0f || compares(reward, term) ? "" : "none yet";
}

// The similarity's name opens the list of what it may compare with.
void style_chooser(const Frame& frame, const std::string& name, const Rect& place, std::string_view label,
                   std::string_view tip) {
  const Painter& paint = frame.paint();
  const Hit hit = frame.widgets.area(name, place, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const float room = place.w - 13.0f - 14.0f;
  const float width = std::min(paint.width(label, Type::body), room);
  paint.icon(Icon::chevron_down, {place.x + 13.0f + width + 9.0f, place.centre().y + 0.5f}, 6.0f,
             hit.hovered ? palette::kText : palette::kTextDim);
  if (hit.pressed) toggle_popup(frame, PopupKind::styles, name);
}

}  // namespace

float term_row_height(bool narrow) {
  const Shape& shape = shape_of(narrow);
  return shape.name + shape.control + shape.between;
}

std::optional<rhythm::TermSetting> draw_term_row(const Frame& frame, const rhythm::TermInfo& info, const Rect& row,
                                                 const std::optional<ToggleEffect>& effect) {
  const Painter& paint = frame.paint();
  const session::RewardView& view = frame.session.reward_view();
  const auto at = static_cast<std::size_t>(info.term);
  const rhythm::TermSetting before = frame.session.document().part().reward[info.term];
  rhythm::TermSetting setting = before;
  const RowPlaces places = places_in(row, shape_of(frame.narrow()), setting.mode);
  const bool on = view.weights[at] != 0.0f;
  const Colour colour = on ? term_colour(info.term) : palette::kTextFaint;
  const std::string tip = term_tip(frame, info, setting);

  paint.disc({places.name.x + 3.5f, places.name.centre().y}, 3.5f, on ? colour : palette::kTrack);
  const bool is_style = info.term == Term::similarity;
  // A finger finds a button of its size below the terms.
  const bool has_style = is_style && !frame.narrow();
  std::string label(info.label);
  if (is_style) label = "Like: " + std::string(style_words(frame.session.document().part().reward));
  if (const std::string_view why = obstacle(frame.session, view, info.term); !why.empty() && why != "none yet") {
    label += " · " + std::string(why);
  }
  paint.text_in(places.name.after(13.0f).left_part(places.name.w - 13.0f - (has_style ? 14.0f : 0.0f)), label,
                Type::body, on ? palette::kTextSoft : palette::kTextDim);
  const std::string named = term_control("term", info.term);
  if (has_style) {
    style_chooser(frame, named, places.name, label, tip);
  } else {
    frame.widgets.explain(named, places.name, tip);
  }
  illustrate(frame, named, info.term);

  if (!places.level.empty()) level_number(frame, info.term, places.level, setting);
  mode_button(frame, info.term, places.mode, setting);
  double weight = static_cast<double>(setting.weight);
  const std::string name = term_control("weight", info.term);
  if (frame.widgets.weight(name, places.slider, &weight, colour, tip)) setting.weight = static_cast<float>(weight);
  illustrate(frame, name, info.term);
  term_number(frame, info.term, places.number, on, effect);

  return setting == before ? std::nullopt : std::optional(setting);
}

}  // namespace ui
