// Beside and below the rows of the grid: their names, who plays them, mute and solo, the pen, and what folds rows away.
#include <algorithm>
#include <array>

#include "ui/desk/voices.h"
#include "ui/grid/heard_words.h"
#include "ui/grid/step_grid.h"

namespace ui {
namespace {

constexpr float kChip = 18.0f;

constexpr std::string_view kMuteTip = "Mute: the row is silent, in sound and MIDI. Key: M in the row.";
constexpr std::string_view kSoloTip = "Solo: only this row is heard, and others that are solo. Key: S in the row.";
constexpr std::string_view kPadsTip =
    "Pads to drum on, by finger or mouse; the keys G H J K U I N O drum without them, too. What you play is heard, "
    "recorded while Record is on, and answered when you ask.";
constexpr std::string_view kFoldTip =
    "Rows for rim, clap, hats and toms, to draw in or to hand to agents; folded away, they sound on.";
constexpr std::string_view kHandTip =
    "Hand to an agent: from now on it plays this row, to what it hears of the others. Key: E in the row.";
constexpr std::string_view kTakeTip = "Take back: the row is yours, as it was played last. Key: E in the row.";

std::string row_tip(const session::Slot& slot, int voice) {
  std::string tip;
  if (slot.part_of(voice) != nullptr) {
    tip = "An agent's row. Draw here too: what you set is locked, and the agent plays around it.";
  } else if (voice == rhythm::kOpenHat) {
    tip = "Your row, drawn by hand; the next hat closes an open one.";
  } else {
    tip = "Your row. Click or drag to draw, right-click to erase, drag up or down for loudness.";
  }
  return tip + " Click the name for what can be done with the whole row.";
}

bool flag_chip(const Frame& frame, std::string_view name, const Rect& rect, std::string_view letter, bool on,
               Colour lit, std::string_view tip) {
  const Painter& paint = frame.paint();
  const Hit hit = frame.widgets.area(name, rect, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (on || hit.hovered) paint.fill(paint.look().snap(rect), on ? lit : palette::kRaised, 5.0f);
  const Colour ink = on ? palette::kOnAccent : hit.hovered ? palette::kText : palette::kTextFaint;
  paint.text_in(rect, letter, Type::small, ink, Align::centre);
  return hit.pressed;
}

void mute_and_solo(const Frame& frame, int voice, const Rect& mute, const Rect& solo) {
  sequencer::VoiceSettings settings = frame.session.document().current().voices[static_cast<std::size_t>(voice)];
  bool changed = false;
  if (flag_chip(frame, voice_control("mute", voice), mute, "M", settings.mute, palette::kBad, kMuteTip)) {
    settings.mute = !settings.mute;
    changed = true;
  }
  if (flag_chip(frame, voice_control("solo", voice), solo, "S", settings.solo, palette::kGood, kSoloTip)) {
    settings.solo = !settings.solo;
    changed = true;
  }
  if (changed) frame.report(frame.session.edit(session::set_voice, voice, settings));
}

void agent_chip(const Frame& frame, int voice, const Rect& rect) {
  session::Session& session = frame.session;
  const bool agents = session.document().current().part_of(voice) != nullptr;
  if (!flag_chip(frame, voice_control("agent", voice), rect, "A", agents, palette::kCyan,
                 agents ? kTakeTip : kHandTip)) {
    return;
  }
  frame.report(agents ? session.edit(session::take_back, voice) : session.edit(session::hand_over, voice));
}

// Agent, mute and solo: of a roomy row the last two above each other.
void chips(const Frame& frame, int voice, float right, float middle, bool roomy) {
  if (roomy) {
    const Rect mute{right - kChip, middle - kChip - 1.0f, kChip, kChip};
    mute_and_solo(frame, voice, mute, mute.moved(0.0f, kChip + 2.0f));
    agent_chip(frame, voice, mute.moved(-kChip - 2.0f, 0.0f));
  } else {
    const Rect solo{right - kChip, middle - kChip / 2, kChip, kChip};
    mute_and_solo(frame, voice, solo.moved(-kChip - 2.0f, 0.0f), solo);
    agent_chip(frame, voice, solo.moved(-2 * kChip - 4.0f, 0.0f));
  }
}

void row_label(const Frame& frame, int voice, const Rect& row) {
  const Painter& paint = frame.paint();
  const float x = frame.layout.left.x + frame.layout.cable_width;
  const float width = frame.layout.label_width - frame.layout.cable_width - 10.0f;
  const bool slim = GridLayout::slim(voice);
  const bool roomy = row.h >= 40.0f;  // mute above solo, and who plays the row
  const Rect label{x - 2.0f, row.y, width - (roomy ? 2.0f : 3.0f) * (kChip + 2.0f) + 2.0f, row.h};
  const session::Slot& slot = frame.session.document().current();
  const Hit hit = frame.widgets.area(voice_control("row", voice), label, row_tip(slot, voice));
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (hit.pressed || hit.right_pressed) {
    toggle_popup(frame, PopupKind::row, voice_control("row", voice), voice);
  }
  const float middle = row.centre().y;
  const float baseline = roomy ? middle - 1.0f : middle + (slim ? 4.5f : 5.0f);
  const Colour ink = voice_heard(slot, voice) ? palette::kText : palette::kTextFaint;
  const std::string_view title = slim ? short_title(voice) : voice_title(voice);
  const float end = paint.text({x, baseline}, title, slim ? Type::body : Type::title,
                               slim && !hit.hovered ? mix(ink, palette::kTextDim, 0.4f) : ink);
  if (hit.hovered && end + 12.0f < label.right()) {
    paint.icon(Icon::chevron_down, {end + 8.0f, baseline - 5.0f}, 7.0f, palette::kTextSoft);
  }
  if (roomy) {
    const Rect below{x, middle + 5.0f, width - kChip - 4.0f, 14.0f};
    paint.text_in(below, row_owner(frame.session, voice), Type::small, palette::kTextDim);
    paint.text({x, middle + 30.0f}, update_words(frame.session, voice), Type::small, palette::kTextFaint);
  }
  chips(frame, voice, x + width, middle, roomy);
}

}  // namespace

void draw_row_labels(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  for (const int voice : grid.voices()) row_label(frame, voice, grid.row(voice, 0));
  draw_pen(frame, {frame.layout.left.x - 4.0f, grid.numbers(0).y - 8.0f, 78.0f, 24.0f});
}

void draw_pen(const Frame& frame, const Rect& rect) {
  struct Choice {
    Pen pen;
    Icon icon;
    std::string_view name;
    std::string_view tip;
  };
  constexpr std::array<Choice, 3> kPens = {{
      {Pen::draw, Icon::pencil, "pen_draw", "Draw: sets and erases drums."},
      {Pen::lock, Icon::lock, "pen_lock",
       "Lock: keeps a step of an agent's row as it is, or gives it back to the agent."},
      {Pen::detail, Icon::sliders, "pen_detail",
       "Detail: click a step for its probability, timing and ratchets. Shift-click does so with any pen."},
  }};
  const Painter& paint = frame.paint();
  const float width = rect.w / static_cast<float>(kPens.size());
  for (std::size_t i = 0; i < kPens.size(); ++i) {
    const Choice& choice = kPens[i];
    const Rect target{rect.x + static_cast<float>(i) * width, rect.y, width, rect.h};
    const Hit hit = frame.widgets.area(choice.name, target, choice.tip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    if (hit.pressed) frame.state.pen = choice.pen;
    const bool chosen = frame.state.pen == choice.pen;
    const float height = std::min(target.h, 32.0f);
    const Rect shape{target.x + 1.0f, target.centre().y - height / 2, target.w - 2.0f, height};
    if (chosen || hit.hovered) {
      paint.fill(paint.look().snap(shape), chosen ? palette::kRaisedHover : palette::kCell, 7.0f);
    }
    paint.icon(choice.icon, target.centre(), 12.0f,
               chosen        ? palette::kText
               : hit.hovered ? palette::kTextSoft
                             : palette::kTextFaint);
  }
}

void draw_fold(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Rect strip = grid.fold();
  const Painter& paint = frame.paint();
  const float x = frame.narrow() ? strip.x : frame.layout.left.x;
  const bool all = grid.rows == session::kVoices;
  const std::string_view words = all ? "Fewer rows" : "More rows";
  const float width = paint.width(words, Type::small) + 20.0f;
  const Rect target{x, strip.y, std::max(width, kTouchTarget), strip.h};
  const Hit hit = frame.widgets.area("more_voices", target, kFoldTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const Colour ink = hit.hovered ? palette::kText : palette::kTextDim;
  paint.icon(all ? Icon::chevron_down : Icon::chevron_right, {x + 4.0f, target.centre().y + 0.5f}, 7.0f, ink);
  paint.text_in(target.after(14.0f), words, Type::small, ink);
  if (hit.pressed) frame.state.more_voices = !all;
  constexpr std::string_view kPads = "Pads";
  const Rect pads{std::max(target.right() + 10.0f, grid.area.x), strip.y,
                  std::max(paint.width(kPads, Type::small) + 24.0f, kTouchTarget), strip.h};
  const Hit on_pads = frame.widgets.area("pads", pads, kPadsTip);
  if (on_pads.hovered) frame.widgets.set_cursor("pointer");
  const Colour pads_ink = on_pads.hovered || frame.state.pads ? palette::kText : palette::kTextDim;
  paint.icon(Icon::pads, {pads.x + 5.0f, pads.centre().y + 0.5f}, 10.0f, pads_ink);
  paint.text_in(pads.after(16.0f), kPads, Type::small, pads_ink);
  if (on_pads.pressed) frame.state.pads = !frame.state.pads;
  if (!frame.narrow()) return;
  const Rect volume = strip.after(pads.right() + 18.0f - strip.x);
  double level = frame.session.document().volume;
  paint.icon(Icon::speaker, {volume.x, volume.centre().y}, 12.0f, palette::kTextDim);
  if (frame.widgets.slider("volume", volume.after(12.0f), &level, kVolumeTip)) {
    frame.report(frame.session.edit(session::set_volume, level));
  }
}

}  // namespace ui
