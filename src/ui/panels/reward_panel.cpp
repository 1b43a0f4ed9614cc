// What the musician asks of an answer: a preset, and for each term how much it counts and which way. Above them, what
// the row that plays earns; while a step is pointed at, what its toggle would change. Of a band, one agent at a time.
#include <algorithm>
#include <cctype>
#include <vector>

#include "env/term_tables.h"
#include "imgui.h"
#include "ui/desk/terms.h"
#include "ui/desk/voices.h"
#include "ui/panels/panels.h"
#include "ui/panels/term_row.h"

namespace ui {
namespace {

using rhythm::Term;

constexpr std::string_view kPanelTip =
    "What you ask of an answer. Move a slider while it plays: you hear it at the next bar. Click to fold it away.";
constexpr std::string_view kPresetTip = "A reward to start from. Click for the list; every slider can be moved after.";
constexpr std::string_view kThinkTip =
    "Searches a little around the agent's answer before each bar, at most 10 ms, and says what that gained.";
constexpr std::string_view kLikeTip =
    "Takes the row that plays as your favourite: from now on answers like it earn something too.";
constexpr std::string_view kStyleTip = "Chooses the style that answers should keep to, or your favourite.";
constexpr std::string_view kPartsTip = "Whose agent is asked: each row that an agent plays has its own sliders.";
constexpr std::string_view kForgetTip = "Forgets your favourite.";
constexpr std::string_view kMoreTip = "Shows all terms, those that are off too.";
constexpr std::string_view kFewerTip = "Shows only the terms that count.";
constexpr std::size_t kUsualRows = 5;

struct Shape {
  float score;    // the line above the bar
  float bar_gap;  // from the bar to the first term
  float footer;
  float bottom;
};

constexpr float kBarHeight = 7.0f;
constexpr Shape kWide = {24.0f, 10.0f, 24.0f, 12.0f};
constexpr Shape kNarrow = {kTouchTarget, 12.0f, kTouchTarget, 10.0f};

const Shape& shape_of(bool narrow) { return narrow ? kNarrow : kWide; }

bool listed(const session::Session& session, const UiState& state, Term term) {
  return state.all_terms || session.document().part().reward[term].weight != 0.0f ||
         state.kept_terms[static_cast<std::size_t>(term)];
}

std::size_t listed_count(const session::Session& session, const UiState& state) {
  std::size_t count = 0;
  for (const auto& info : rhythm::term_table()) count += listed(session, state, info.term) ? 1 : 0;
  return count;
}

// Of the tabs of a band, one an agent.
float parts_height(const session::Session& session, bool narrow) {
  return session.document().current().parts.size() > 1 ? (narrow ? kTouchTarget : 30.0f) + 4.0f : 0.0f;
}

float height_with(std::size_t rows, bool narrow) {
  const Shape& shape = shape_of(narrow);
  return kPanelHeader + shape.score + kBarHeight + shape.bar_gap + answer_row_height(narrow) +
         static_cast<float>(rows) * term_row_height(narrow) + shape.footer + shape.bottom;
}

float note_height(const std::string& note, const Painter& paint, float width) {
  if (note.empty()) return 0.0f;
  return paint.paragraph({0, 0}, width, note, Type::small, IM_COL32_BLACK_TRANS) + 6.0f;
}

void keep_listed_terms(const Frame& frame) {
  for (std::size_t i = 0; i < rhythm::kTermCount; ++i) {
    if (frame.session.document().part().reward.terms[i].weight != 0.0f) frame.state.kept_terms[i] = true;
  }
}

// Whose wishes are shown.
void part_tabs(const Frame& frame, const Rect& row) {
  const session::Slot& slot = frame.session.document().current();
  std::vector<std::string_view> titles;
  for (const session::Part& part : slot.parts) titles.push_back(short_title(part.voice));
  int shown = slot.shown_part;
  if (!frame.widgets.segmented("part", row, titles, &shown, kPartsTip)) return;
  frame.state.kept_terms.fill(false);
  frame.report(frame.session.edit(session::show_part, slot.parts[static_cast<std::size_t>(shown)].voice));
}

// --- The row's score -------------------------------------------------------------------------------------------------

std::string score_tip(const session::Session& session, const session::RewardView& view) {
  std::string tip = "What the " + session::spoken_name(session.document().part().voice) +
                    " that plays earns, term by term: " + fixed_number(view.total, 2) + " of the " +
                    fixed_number(view.possible, 2) + " that all terms together would give if they did not conflict.";
  if (!view.truth) return tip;
  const bool exact = session.document().pattern().steps() <= env::kMaxTableSteps;
  tip += exact ? " The mark is the best that any row earns with what it hears: "
               : " The mark is the best that a long search found: ";
  return tip + fixed_number(view.truth->total, 2) + ".";
}

void score_words(const Frame& frame, const Rect& row, const std::optional<ToggleEffect>& effect) {
  const Painter& paint = frame.paint();
  const session::RewardView& view = frame.session.reward_view();
  const float baseline = row.centre().y + 4.5f;
  const int voice = frame.session.document().part().voice;
  const std::string words = "This " + session::spoken_name(voice) + " ";
  float x = paint.text({row.x, baseline}, words, Type::body, palette::kTextDim);
  x = paint.text({x, baseline}, fixed_number(view.total, 2), Type::strong, palette::kText, Align::left,
                 Digits::tabular);
  if (effect) {
    paint.text({x + 7.0f, baseline}, signed_number(effect->total), Type::strong, effect_colour(effect->total),
               Align::left, Digits::tabular);
  } else if (view.truth) {
    paint.text({x + 4.0f, baseline}, "of " + fixed_number(view.truth->total, 2), Type::body,
               view.truth->current ? palette::kTextDim : palette::kTextFaint, Align::left, Digits::tabular);
  }
}

void think_toggle(const Frame& frame, const Rect& row) {
  const Painter& paint = frame.paint();
  bool think = frame.session.document().part().think;
  const double thought = frame.session.reward_view().thought;
  const bool answered = frame.session.answers().why_no_answer().empty();
  const std::string words = think && answered ? "thinking " + (thought >= 0.005 ? signed_number(thought) : "+0")
                            : row.w < 260.0f  ? "think"
                                              : "think longer";
  const float width = paint.width(words, Type::small, Digits::tabular) + 8.0f + 32.0f;
  const Rect rect = row.right_part(std::max(width, kTouchTarget));
  std::string tip(kThinkTip);
  if (think && answered) {
    tip += thought >= 0.005 ? " It found " + fixed_number(thought, 2) + " more." : " It found nothing better.";
  }
  if (frame.widgets.toggle("think", rect, &think, tip)) frame.session.edit(session::set_think, think);
  paint.text_in({rect.right() - width, rect.y, width - 40.0f, rect.h}, words, Type::small,
                think ? palette::kText : palette::kTextDim, Align::left, Digits::tabular);
}

void score_bar(const Frame& frame, const Rect& bar) {
  const Painter& paint = frame.paint();
  const session::RewardView& view = frame.session.reward_view();
  paint.fill(bar, palette::kTrack, 3.0f);
  if (view.possible <= 0.0) return;
  const auto x_of = [&](double amount) { return bar.x + bar.w * static_cast<float>(amount / view.possible); };
  double sum = 0.0;
  for (std::size_t i = 0; i < rhythm::kTermCount; ++i) {
    const double next = sum + static_cast<double>(view.contribution[i]);
    const float left = x_of(sum);
    const float width = x_of(next) - left;
    // A hairline between the parts.
    if (width > 0.5f) {
      paint.fill({left, bar.y, std::max(0.5f, width - 1.0f), bar.h}, term_colour(static_cast<Term>(i)), 1.5f);
    }
    sum = next;
  }
  if (view.truth) {
    const float x = std::min(x_of(view.truth->total), bar.right() - 1.0f);
    paint.fill(paint.look().snap(Rect{x - 1.0f, bar.y - 2.0f, 2.0f, bar.h + 5.0f}),
               view.truth->current ? palette::kText : palette::kTextDim, 1.0f);
  }
}

void score(const Frame& frame, const Rect& area, const std::optional<ToggleEffect>& effect) {
  const Shape& shape = shape_of(frame.narrow());
  const Rect row = area.top_part(shape.score);
  score_words(frame, row, effect);
  think_toggle(frame, row);
  const Rect bar{area.x, row.bottom(), area.w, kBarHeight};
  score_bar(frame, bar);
  const std::string tip = score_tip(frame.session, frame.session.reward_view());
  frame.widgets.explain("score", bar.inset(0.0f, -4.0f), tip);
  frame.widgets.explain("score", row.left_part(row.w * 0.55f), tip);
}

// --- Around the terms ------------------------------------------------------------------------------------------------

void footer(const Frame& frame, const Rect& row) {
  const Painter& paint = frame.paint();
  session::Session& session = frame.session;
  const auto width = [&](std::string_view words) { return std::max(paint.width(words, Type::body), kTouchTarget); };
  const std::string like_words = "Like this " + session::spoken_name(session.document().part().voice);
  const bool any = session.document().pattern().onset_count(session.document().part().voice) > 0;
  Rect like{row.x, row.y, width(like_words), row.h};
  if (frame.widgets.button("like_snare", like, like_words, ButtonStyle::text, kLikeTip, any)) {
    keep_listed_terms(frame);
    frame.report(session.edit(session::like_answer));
  }
  const rhythm::RewardSettings& reward = session.document().part().reward;
  float x = like.right() + 16.0f;
  if (frame.narrow()) {
    const Rect style{x, row.y, width("Style"), row.h};
    if (frame.widgets.button("choose_style", style, "Style", ButtonStyle::text, kStyleTip)) {
      toggle_popup(frame, PopupKind::styles, "choose_style");
    }
    x = style.right() + 16.0f;
  }
  if (!reward.liked.empty() && reward.style == rhythm::Style::none) {
    const Rect forget{x, row.y, width("Forget"), row.h};
    if (frame.widgets.button("forget_liked", forget, "Forget", ButtonStyle::text, kForgetTip))
      session.edit(session::forget_liked);
  }
  const bool all = frame.state.all_terms;
  const std::string_view words = all ? "Fewer terms" : "More terms";
  if (frame.widgets.button("more_terms", row.right_part(width(words)), words, ButtonStyle::text,
                           all ? kFewerTip : kMoreTip)) {
    frame.state.all_terms = !all;
    frame.state.kept_terms.fill(false);
    if (!all) frame.state.reveal = Panel::reward;
  }
}

std::string preset_words(const session::Session& session) {
  std::string words = session::name_of(session.document().part().reward);
  if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words;
}

float chooser_width(const Frame& frame) {
  const float room = frame.layout.panel(Panel::reward).rect.w * 0.62f;
  return std::min(std::round(frame.paint().width(preset_words(frame.session), Type::body)) + 42.0f, room);
}

void chooser(const Frame& frame) {
  const PanelPlace& place = frame.layout.panel(Panel::reward);
  const float width = chooser_width(frame);
  const float target = frame.narrow() ? kTouchTarget : 28.0f;
  // In line with the panel's title.
  const float middle = place.rect.y + (place.open ? 21.0f : place.rect.h / 2 + 0.5f);
  const Rect rect{place.rect.right() - kPanelPadding - width, middle - target / 2, width, target};
  const Hit hit = frame.widgets.area("reward_preset", rect, kPresetTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const Rect pill = rect.inset(0.0f, (target - 28.0f) / 2);
  frame.paint().fill(pill, hit.hovered ? palette::kRaisedHover : palette::kRaised, 14.0f);
  frame.paint().text_in(pill.after(12.0f).left_part(width - 36.0f), preset_words(frame.session), Type::body,
                        palette::kText);
  frame.paint().icon(Icon::chevron_down, {pill.right() - 15.0f, pill.centre().y + 0.5f}, 7.0f, palette::kTextDim);
  if (hit.pressed) toggle_popup(frame, PopupKind::presets, "reward_preset");
}

}  // namespace

float usual_reward_height(const session::Session& session, bool narrow) {
  return height_with(kUsualRows, narrow) + parts_height(session, narrow);
}

float reward_panel_height(const session::Session& session, const UiState& state, const Painter& paint, float width,
                          bool narrow) {
  return height_with(listed_count(session, state), narrow) + parts_height(session, narrow) +
         note_height(session.learned_note(), paint, width - 2 * kPanelPadding);
}

void draw_reward_panel(const Frame& frame) {
  Rect inside =
      begin_panel(frame, Panel::reward, "panel_reward", "Reward", "", kPanelTip, chooser_width(frame) + kPanelPadding);
  chooser(frame);
  if (inside.empty()) return;
  if (const float height = parts_height(frame.session, frame.narrow()); height > 0.0f) {
    part_tabs(frame, inside.top_part(height - 4.0f));
    inside = inside.below(height);
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (inside.contains({mouse.x, mouse.y})) frame.session.coach().truth().want_previews();

  const Shape& shape = shape_of(frame.narrow());
  std::optional<ToggleEffect> effect;
  if (frame.state.pointed_step) effect = toggle_effect(frame.session, *frame.state.pointed_step);
  score(frame, inside, effect);
  float y = inside.y + shape.score + kBarHeight + shape.bar_gap / 2;
  draw_answer_row(frame, {inside.x, y, inside.w, answer_row_height(frame.narrow())});
  y += answer_row_height(frame.narrow()) + shape.bar_gap / 2;
  const auto draw_row = [&](const rhythm::TermInfo& info) {
    if (!listed(frame.session, frame.state, info.term)) return;
    const Rect row{inside.x, y, inside.w, term_row_height(frame.narrow())};
    if (const auto setting = draw_term_row(frame, info, row, effect)) {
      keep_listed_terms(frame);
      frame.state.kept_terms[static_cast<std::size_t>(info.term)] = true;
      frame.report(frame.session.edit(session::set_term, info.term, *setting));
    }
    y = row.bottom();
  };
  // A style comes first: the others choose among what it allows.
  draw_row(rhythm::term_table()[static_cast<std::size_t>(Term::similarity)]);
  for (const auto& info : rhythm::term_table()) {
    if (info.term != Term::similarity) draw_row(info);
  }
  // Below the sliders: it comes and goes as they move, and they must stay under the hand.
  const std::string note = frame.session.learned_note();
  frame.paint().paragraph({inside.x, y + 2.0f}, inside.w, note, Type::small, palette::kTextSoft);
  y += note_height(note, frame.paint(), inside.w);
  footer(frame, {inside.x, y + 2.0f, inside.w, shape.footer});
}

void draw_presets(const Frame& frame, const Rect& page) {
  const auto presets = rhythm::reward_presets();
  const rhythm::RewardPreset* current = rhythm::matching_preset(frame.session.document().part().reward);
  Choices choices(frame, page, 344.0f, presets.size());
  for (const rhythm::RewardPreset& preset : presets) {
    if (!choices.offer(choice_name("preset", preset.name), preset.name, preset.help, &preset == current)) continue;
    frame.state.kept_terms.fill(false);
    frame.report(frame.session.edit(session::set_preset, preset.name));
    frame.state.popup = {};
    return;
  }
}

}  // namespace ui
