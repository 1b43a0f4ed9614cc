// The bar at the top: play, record, tempo, swing, length, the bank, undo, volume, MIDI status, help.
#include <array>

#include "sequencer/transport.h"
#include "ui/grid/bank.h"
#include "ui/grid/step_grid.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr NumberSpec kTempo = {sequencer::kMinTempoBpm, sequencer::kMaxTempoBpm, 1.0, false, 1, ""};
constexpr NumberSpec kSteps = {session::kMinSteps, session::kMaxSteps, 1.0, false, 0, ""};

constexpr std::string_view kPlayTip = "Plays the pattern, or stops it. Key: Space.";
constexpr std::string_view kTempoTip = "Tempo in beats a minute. Drag to change it, click to type it.";
constexpr std::string_view kTapTip = "Tap a few times in your rhythm to set the tempo.";
constexpr std::string_view kPeakTip =
    "Peak: the drums together are louder than full scale and are rounded off. Turn levels down, or enjoy it.";
constexpr std::string_view kStepsTip =
    "Length of the pattern in steps, 2 to 1024. The menu beside the patterns sets bars, time signature and what a step "
    "is.";
constexpr std::string_view kSwingTip =
    "Swing: how late every second sixteenth comes, or eighth where those are the steps. 50 % is straight, 66.7 % a "
    "shuffle. Drag it, or click to type.";
constexpr std::string_view kUndoTip = "Takes back the last change, whatever it was. Key: Ctrl-Z.";
constexpr std::string_view kRedoTip = "Does again what was taken back. Key: Ctrl-Shift-Z.";
constexpr std::string_view kRowsTip = "What can be done with a whole row: mute, solo, rotate, fill and more.";
constexpr std::string_view kRecordTip =
    "Records what you drum, on the pads, the keys G H J K U I N O or a MIDI input, into the pattern; stopped, it "
    "counts in first. Key: R.";
constexpr std::string_view kHelpTip = "All keys and gestures. Key: ?";

void play_button(const Frame& frame, const Rect& rect) {
  session::Session& session = frame.session;
  const bool playing = session.playing();
  if (frame.widgets.button("play", rect, playing ? "Stop" : "Play", ButtonStyle::amber, kPlayTip, true,
                           playing ? Icon::stop : Icon::play)) {
    session.toggle_play(frame.now_ms);
  }
}

void record_button(const Frame& frame, const Rect& rect) {
  const Hit hit = frame.widgets.area("record", rect, kRecordTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const bool on = frame.session.midi().recorder().recording().on;
  const Painter& paint = frame.paint();
  const float side = std::min({rect.w, rect.h, 34.0f});
  paint.disc(rect.centre(), side / 2, on ? palette::kBad : hit.hovered ? palette::kRaisedHover : palette::kRaised);
  const int count_in = frame.session.midi().recorder().recording().count_in_beats;
  if (count_in > 0) {
    paint.text_in(rect, std::to_string(count_in), Type::strong, palette::kOnAccent, Align::centre);
  } else {
    paint.icon(Icon::record, rect.centre(), 12.0f, on ? palette::kOnAccent : palette::kBad);
  }
  if (hit.pressed) frame.session.record(!on, frame.now_ms);
}

// A caption in capitals above a value.
Rect captioned(const Frame& frame, const Rect& rect, std::string_view caption) {
  frame.paint().text({rect.x, rect.y + 26.0f}, caption, Type::label, palette::kTextDim);
  return {rect.x, rect.y + 28.0f, rect.w, 24.0f};
}

void tempo(const Frame& frame, const Rect& rect) {
  const Rect value = captioned(frame, rect, "TEMPO");
  double tempo_bpm = frame.session.document().feel().tempo_bpm;
  if (frame.widgets.number("tempo", value, &tempo_bpm, kTempo, Type::value, Align::left, "Tempo", kTempoTip, false)) {
    frame.report(frame.session.edit(session::set_tempo, tempo_bpm));
  }
}

void steps(const Frame& frame, const Rect& value, Align align) {
  double count = frame.session.document().pattern().steps();
  const Type type = count < 1000.0 ? Type::value : Type::strong;  // four digits have no more room than three
  if (frame.widgets.number("steps", value, &count, kSteps, type, align, "Steps", kStepsTip, false)) {
    frame.report(frame.session.edit(session::set_steps, static_cast<int>(count)));
  }
}

void volume(const Frame& frame, const Rect& rect) {
  double level = frame.session.document().volume;
  if (frame.widgets.slider("volume", rect, &level, kVolumeTip))
    frame.report(frame.session.edit(session::set_volume, level));
}

void swing_number(const Frame& frame, const Rect& value, Align align) {
  sequencer::Groove groove = frame.session.document().shown_groove();
  NumberSpec spec = kSwingSpec;
  spec.decimals = -1;
  const Type type = value.w < 62.0f ? Type::strong : Type::value;
  if (frame.widgets.number("swing", value, &groove.swing_percent, spec, type, align, "Swing", kSwingTip, false)) {
    frame.report(frame.session.edit(session::set_groove, groove));
  }
}

void swing(const Frame& frame, const Rect& rect) { swing_number(frame, captioned(frame, rect, "SWING"), Align::left); }

void icon_button(const Frame& frame, std::string_view name, const Rect& rect, Icon icon, bool enabled,
                 std::string_view tip, auto&& press) {
  const Hit hit = frame.widgets.area(name, rect, tip);
  const bool lit = enabled && hit.hovered;
  if (lit) {
    frame.widgets.set_cursor("pointer");
    const float side = std::min({rect.w, rect.h, 34.0f});
    frame.paint().fill({rect.centre().x - side / 2, rect.centre().y - side / 2, side, side}, palette::kRaised, 9.0f);
  }
  frame.paint().icon(icon, rect.centre(), 13.0f,
                     !enabled ? palette::kTextFaint
                     : lit    ? palette::kText
                              : palette::kTextSoft);
  if (enabled && hit.pressed) press();
}

void undo_and_redo(const Frame& frame, const Rect& undo, const Rect& redo) {
  session::Session& session = frame.session;
  icon_button(frame, "undo", undo, Icon::undo, session.history().can_undo(), kUndoTip,
              [&] { frame.report(session.undo()); });
  icon_button(frame, "redo", redo, Icon::redo, session.history().can_redo(), kRedoTip,
              [&] { frame.report(session.redo()); });
}

void help_button(const Frame& frame, const Rect& rect) {
  if (frame.widgets.button("help", rect, "?", ButtonStyle::plain, kHelpTip)) frame.state.help_open = true;
}

void bar_position(const Frame& frame, const Rect& rect) {
  const Rect value = captioned(frame, rect, "BAR");
  const auto step = frame.session.player().playing_step(frame.now_ms);
  std::string text = "–";
  if (step) {
    const rhythm::Timing& timing = frame.session.document().current().timing;
    const int beat = *step % timing.bar_steps() / timing.beat_steps() + 1;
    text = std::to_string(std::max(1, frame.session.player().bar())) + " . " + std::to_string(beat);
  }
  frame.paint().text_in(value, text, Type::value, step ? palette::kText : palette::kTextFaint, Align::left,
                        Digits::tabular);
  frame.widgets.explain("bar", rect, "Which bar and beat sounds now.");
}

std::string midi_words(const session::MidiState& midi) {
  if (midi.ready()) {
    for (const auto& port : midi.ports) {
      if (port.id == *midi.selected) return port.name;
    }
    return "MIDI on";
  }
  if (midi.status == session::MidiStatus::off) return "Connect MIDI";
  if (midi.status == session::MidiStatus::unplugged) return "MIDI unplugged";
  if (midi.status == session::MidiStatus::ready || midi.status == session::MidiStatus::no_device)
    return "No MIDI device";
  return "No MIDI";
}

void midi_pill(const Frame& frame, const Rect& rect) {
  session::Session& session = frame.session;
  const auto& midi = session.midi().ports().output();
  const std::string tip = midi.sentence.empty() ? "Sends the drums to a MIDI device." : midi.sentence;
  const Hit hit = frame.widgets.area("midi_pill", rect, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  frame.paint().fill(rect, hit.hovered ? palette::kRaised : palette::kCell, rect.h / 2);
  Colour dot = palette::kTextFaint;
  if (midi.ready()) dot = palette::kGood;
  if (midi.status == session::MidiStatus::unplugged) dot = palette::kBad;
  const bool tiny = rect.w < 80.0f;
  frame.paint().disc({tiny ? rect.centre().x : rect.x + 18.0f, rect.centre().y}, 4.0f, dot);
  const bool roomy = rect.w >= 120.0f;
  if (!tiny) {
    frame.paint().text_in(rect.after(30.0f).left_part(rect.w - 38.0f), roomy ? midi_words(midi) : "MIDI", Type::body,
                          midi.ready() ? palette::kTextSoft : palette::kTextDim);
  }
  if (!hit.pressed) return;
  if (midi.status == session::MidiStatus::off) session.midi().ports().connect();
  open_panel(frame, Panel::midi);
}

void draw_narrow(const Frame& frame) {
  const Rect bar = frame.layout.bar.inset(frame.layout.margin, 6.0f);
  const float h = 44.0f;
  const float y = bar.y;
  play_button(frame, {bar.x, y, 88.0f, h});
  record_button(frame, {bar.x + 94.0f, y, 44.0f, h});
  double tempo_bpm = frame.session.document().feel().tempo_bpm;
  const Rect tempo_area{bar.x + 142.0f, y, 60.0f, h};
  if (frame.widgets.number("tempo", tempo_area, &tempo_bpm, kTempo, Type::value, Align::centre, "Tempo", kTempoTip,
                           false)) {
    frame.report(frame.session.edit(session::set_tempo, tempo_bpm));
  }
  if (frame.widgets.button("tap", {bar.x + 204.0f, y, kTouchTarget, h}, "tap", ButtonStyle::text, kTapTip)) {
    frame.session.player().tap(frame.input.pressed_ms());
  }
  const Rect swing_area{bar.x + 248.0f, y, bar.right() - 44.0f - bar.x - 248.0f, h};
  if (swing_area.w >= kTouchTarget)
    swing_number(frame, swing_area.left_part(std::min(swing_area.w, 72.0f)), Align::centre);
  help_button(frame, {bar.right() - 40.0f, y, 40.0f, h});

  // The line above the grid.
  const Rect tools = frame.layout.tools;
  if (tools.empty()) return;
  frame.widgets.push_clip(frame.layout.left);
  float x = tools.x;
  const auto take = [&](float width) {
    const Rect rect{x, tools.y, width, tools.h};
    x += width + 6.0f;
    return rect;
  };
  draw_bank_button(frame, take(48.0f));
  const Rect count = take(42.0f);
  frame.paint().text({count.centre().x, count.y + 10.0f}, "STEPS", Type::label, palette::kTextDim, Align::centre);
  steps(frame, count.moved(0.0f, 3.0f), Align::centre);
  draw_pen(frame, take(3 * kTouchTarget));
  if (frame.widgets.button("rows", take(44.0f), "", ButtonStyle::text, kRowsTip, true, Icon::dots)) {
    toggle_popup(frame, PopupKind::voices, "rows");
  }
  const Rect redo{tools.right() - kTouchTarget, tools.y, kTouchTarget, tools.h};
  undo_and_redo(frame, redo.moved(-kTouchTarget, 0.0f), redo);
  frame.widgets.pop_clip();
}

void draw_wide(const Frame& frame) {
  const Rect bar = frame.layout.bar;
  const float left = frame.layout.left.x;
  const float right = frame.layout.right.right();
  const float room = right - left;
  const bool tight = room < 1120.0f;  // less air, no bar counter
  const bool tiny = !volume_in_bar(frame.layout);
  float x = left;
  if (!tiny) x = frame.paint().text({x, 36.0f}, "Backbeat", Type::big, palette::kText) + (tight ? 16.0f : 28.0f);
  const float air = tiny ? 10.0f : tight ? 12.0f : 20.0f;
  const float middle = bar.y + bar.h / 2;
  const auto take = [&](float width, float height, float gap) {
    const Rect rect{x, middle - height / 2, width, height};
    x += width + gap;
    return rect;
  };
  play_button(frame, take(88.0f, 34.0f, 8.0f));
  record_button(frame, take(34.0f, 34.0f, air));
  const Rect tempo_rect = take(58.0f, bar.h, 2.0f);
  tempo(frame, {tempo_rect.x, bar.y, tempo_rect.w, bar.h});
  const Rect tap_rect = take(30.0f, bar.h, air);
  if (frame.widgets.button("tap", {tap_rect.x, bar.y + 28.0f, tap_rect.w, 24.0f}, "tap", ButtonStyle::text, kTapTip)) {
    frame.session.player().tap(frame.input.pressed_ms());
  }
  swing(frame, take(62.0f, bar.h, tight ? 4.0f : 12.0f));
  if (!tight) bar_position(frame, take(56.0f, bar.h, air - 6.0f));
  const Rect steps_rect = take(42.0f, bar.h, tight ? 4.0f : 14.0f);
  steps(frame, captioned(frame, steps_rect, "STEPS"), Align::left);
  draw_bank(frame, take(kBankWidth, bar.h, air - 6.0f));
  const Rect undo = take(28.0f, bar.h, 0.0f);
  undo_and_redo(frame, undo, take(28.0f, bar.h, air - 6.0f));

  help_button(frame, {right - 34.0f, middle - 17.0f, 34.0f, 34.0f});
  float end = right - 34.0f - 10.0f;
  const float volume_width = tiny ? 0.0f : tight ? 64.0f : 84.0f;
  const float pill = std::clamp(end - x - volume_width - 12.0f, 0.0f, 150.0f);
  if (pill > 40.0f) midi_pill(frame, {end - pill, middle - 15.0f, pill, 30.0f});
  if (pill > 40.0f) end -= pill + 12.0f;
  if (tiny) return;
  const Rect volume_rect{end - volume_width, bar.y, volume_width, bar.h};
  captioned(frame, volume_rect, "VOLUME");
  if (frame.session.player().peaked()) {
    const Rect light{volume_rect.right() - 10.0f, bar.y + 17.0f, 10.0f, 10.0f};
    frame.paint().disc(light.centre(), 4.0f, palette::kBad);
    frame.widgets.explain("peak", light, kPeakTip);
  }
  volume(frame, {volume_rect.x - 7.0f, bar.y + 28.0f, volume_rect.w + 7.0f, 24.0f});
}

}  // namespace

void draw_transport_bar(const Frame& frame) {
  frame.paint().fill(frame.layout.bar, palette::kBar);
  if (frame.narrow()) {
    draw_narrow(frame);
  } else {
    draw_wide(frame);
  }
}

}  // namespace ui
