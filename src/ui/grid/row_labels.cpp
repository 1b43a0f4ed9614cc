// Beside and below the rows of the grid: their names, mute and solo, the pen, and what folds rim and hats away.
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
    "Pads to drum on, by finger or mouse; the keys G H J K U drum without them, too. What you play is heard, recorded "
    "while Record is on, and answered when you ask.";
constexpr std::string_view kFoldTip = "Rows for rim and hats, drawn by hand: the agent hears kick and snare alone.";

constexpr std::array<std::string_view, session::kVoices> kRowTips = {
    "Your row. Click or drag to draw kicks, right-click to erase, drag up or down for loudness. Click the name for "
    "what "
    "can be done with the whole row.",
    "The agent's answer. Draw here too: what you set is locked, and the agent plays around it. Click the name for what "
    "can be done with the whole row.",
    "The rim, drawn by hand. Click the name for what can be done with the whole row.",
    "The closed hat, drawn by hand. Click the name for what can be done with the whole row.",
    "The open hat, drawn by hand; the next hat closes it. Click the name for what can be done with the whole row.",
};

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

void row_label(const Frame& frame, int voice, const Rect& row) {
  const Painter& paint = frame.paint();
  const float x = frame.layout.left.x;
  const float width = frame.layout.label_width - 10.0f;
  const bool slim = GridLayout::slim(voice);
  const bool roomy = row.h >= 40.0f;  // mute above solo, and who plays the row
  const float chips = roomy ? kChip : 2 * kChip + 2.0f;
  const Rect label{x - 4.0f, row.y, width - chips + 2.0f, row.h};
  const Hit hit = frame.widgets.area(voice_control("row", voice), label, kRowTips[static_cast<std::size_t>(voice)]);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (hit.pressed || hit.right_pressed) {
    toggle_popup(frame, PopupKind::row, voice_control("row", voice), voice);
  }
  const float middle = row.centre().y;
  const float baseline = roomy ? middle - 1.0f : middle + (slim ? 4.5f : 5.0f);
  const session::Slot& slot = frame.session.document().current();
  const Colour ink = voice_heard(slot, voice) ? palette::kText : palette::kTextFaint;
  const float end =
      paint.text({x, baseline}, slim ? short_row_title(slot, voice) : row_title(slot, voice),
                 slim ? Type::body : Type::title, slim && !hit.hovered ? mix(ink, palette::kTextDim, 0.4f) : ink);
  if (hit.hovered) paint.icon(Icon::chevron_down, {end + 8.0f, baseline - 5.0f}, 7.0f, palette::kTextSoft);
  const bool agents = frame.session.document().current().part_of(voice) != nullptr;
  if (roomy) {
    const std::string owner = agents ? answer_owner(frame.session) : "you";
    paint.text_in({x, middle + 5.0f, label.w - 2.0f, 14.0f}, owner, Type::small, palette::kTextDim);
  }
  if (roomy && agents) {
    paint.text({x, middle + 30.0f}, update_words(frame.session), Type::small, palette::kTextFaint);
  }
  const float right = x + width;
  if (roomy) {
    const Rect mute{right - kChip, middle - kChip - 1.0f, kChip, kChip};
    mute_and_solo(frame, voice, mute, mute.moved(0.0f, kChip + 2.0f));
  } else {
    const Rect solo{right - kChip, middle - kChip / 2, kChip, kChip};
    mute_and_solo(frame, voice, solo.moved(-kChip - 2.0f, 0.0f), solo);
  }
}

}  // namespace

void draw_row_labels(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  for (int voice = 0; voice < grid.voices(); ++voice) row_label(frame, voice, grid.row(voice, 0));
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
      {Pen::lock, Icon::lock, "pen_lock", "Lock: keeps a snare step as it is, or gives it back to the agent."},
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
  const std::string_view words = grid.more ? "Fold rim and hats" : "Rim and hats";
  const float width = paint.width(words, Type::small) + 20.0f;
  const Rect target{x, strip.y, std::max(width, kTouchTarget), strip.h};
  const Hit hit = frame.widgets.area("more_voices", target, kFoldTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const Colour ink = hit.hovered ? palette::kText : palette::kTextDim;
  paint.icon(grid.more ? Icon::chevron_down : Icon::chevron_right, {x + 4.0f, target.centre().y + 0.5f}, 7.0f, ink);
  paint.text_in(target.after(14.0f), words, Type::small, ink);
  if (hit.pressed) frame.state.more_voices = !grid.more;
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
