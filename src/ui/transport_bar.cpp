// The bar at the top: play, tempo, volume, length, pen, MIDI status, help.
#include <array>

#include "sequencer/transport.h"
#include "ui/frame.h"

namespace ui {
namespace {

constexpr std::array<std::string_view, 2> kPens = {"Draw", "Lock"};
constexpr NumberSpec kTempo = {sequencer::kMinTempoBpm, sequencer::kMaxTempoBpm, 1.0, false, 1, ""};
constexpr NumberSpec kSteps = {session::kMinSteps, session::kMaxSteps, 1.0, false, 0, ""};

constexpr std::string_view kPlayTip = "Plays the pattern, or stops it. Key: Space.";
constexpr std::string_view kTempoTip = "Tempo in beats a minute. Drag to change it, click to type it.";
constexpr std::string_view kTapTip = "Tap a few times in your rhythm to set the tempo.";
constexpr std::string_view kVolumeTip = "Volume of the built-in drums. MIDI devices keep their own.";
constexpr std::string_view kStepsTip =
    "Length of the pattern in sixteenth notes, 2 to 64. An agent answers the length it was trained for.";
constexpr std::string_view kPenTip =
    "Draw sets and erases drums. Lock keeps a snare step as it is, or gives it back to the agent.";
constexpr std::string_view kClearTip = "Erases all kicks.";
constexpr std::string_view kUnlockTip = "Gives every snare step you drew or locked back to the agent.";
constexpr std::string_view kHelpTip = "All keys and gestures. Key: ?";

void play_button(const Frame& frame, const Rect& rect) {
  session::Session& session = frame.session;
  const bool playing = session.playing();
  if (frame.widgets.button("play", rect, playing ? "Stop" : "Play", ButtonStyle::kick, kPlayTip, true,
                           playing ? Icon::stop : Icon::play)) {
    session.toggle_play(frame.now_ms);
  }
}

// A caption in capitals above a value.
Rect captioned(const Frame& frame, const Rect& rect, std::string_view caption) {
  frame.paint().text({rect.x, rect.y + 26.0f}, caption, Type::label, palette::kTextDim);
  return {rect.x, rect.y + 28.0f, rect.w, 24.0f};
}

void tempo(const Frame& frame, const Rect& rect) {
  const Rect value = captioned(frame, rect, "TEMPO");
  double tempo_bpm = frame.session.document().tempo_bpm;
  if (frame.widgets.number("tempo", value, &tempo_bpm, kTempo, Type::value, Align::left, "Tempo", kTempoTip, false)) {
    frame.report(frame.session.set_tempo(tempo_bpm, frame.now_ms));
  }
}

void steps(const Frame& frame, const Rect& value, Align align) {
  double count = frame.session.document().pattern().steps();
  if (frame.widgets.number("steps", value, &count, kSteps, Type::value, align, "Steps", kStepsTip, false)) {
    frame.report(frame.session.set_steps(static_cast<int>(count)));
  }
}

void volume(const Frame& frame, const Rect& rect) {
  double level = frame.session.document().volume;
  if (frame.widgets.slider("volume", rect, &level, kVolumeTip)) frame.report(frame.session.set_volume(level));
}

void pen(const Frame& frame, const Rect& rect) {
  int current = frame.state.pen == Pen::lock ? 1 : 0;
  if (frame.widgets.segmented("pen", rect, kPens, &current, kPenTip)) {
    frame.state.pen = current == 1 ? Pen::lock : Pen::draw;
  }
}

void clear_and_unlock(const Frame& frame, const Rect& clear, const Rect& unlock) {
  session::Session& session = frame.session;
  const auto& document = session.document();
  const bool any_kick = document.pattern().onset_count(rhythm::kKick) > 0;
  const bool any_lock =
      std::any_of(document.locks().begin(), document.locks().end(), [](auto lock) { return lock != 0; });
  if (frame.widgets.button("clear_kick", clear, "clear", ButtonStyle::text, kClearTip, any_kick)) {
    frame.report(session.clear(rhythm::kKick));
  }
  if (frame.widgets.button("unlock_all", unlock, "unlock", ButtonStyle::text, kUnlockTip, any_lock)) {
    session.unlock_all();
  }
}

void help_button(const Frame& frame, const Rect& rect) {
  if (frame.widgets.button("help", rect, "?", ButtonStyle::plain, kHelpTip)) frame.state.help_open = true;
}

void bar_position(const Frame& frame, const Rect& rect) {
  const Rect value = captioned(frame, rect, "BAR");
  const auto step = frame.session.playing_step(frame.now_ms);
  std::string text = "–";
  if (step) {
    const int beat = *step % sequencer::kStepsPerBar / sequencer::kStepsPerBeat + 1;
    text = std::to_string(std::max(1, frame.session.bar())) + " . " + std::to_string(beat);
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
  const auto& midi = session.midi();
  const std::string tip = midi.sentence.empty() ? "Sends the drums to a MIDI device." : midi.sentence;
  const Hit hit = frame.widgets.area("midi_pill", rect, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  frame.paint().fill(rect, hit.hovered ? palette::kRaised : palette::kCell, rect.h / 2);
  Colour dot = palette::kTextFaint;
  if (midi.ready()) dot = palette::kGood;
  if (midi.status == session::MidiStatus::unplugged) dot = palette::kBad;
  frame.paint().disc({rect.x + 18.0f, rect.centre().y}, 4.0f, dot);
  frame.paint().text_in(rect.after(32.0f).left_part(rect.w - 44.0f), midi_words(midi), Type::body,
                        midi.ready() ? palette::kTextSoft : palette::kTextDim);
  if (!hit.pressed) return;
  if (midi.status == session::MidiStatus::off) session.connect_midi();
  frame.state.open[static_cast<std::size_t>(Panel::midi)] = true;
}

void draw_narrow(const Frame& frame) {
  const Rect bar = frame.layout.bar.inset(frame.layout.margin, 6.0f);
  const float h = 44.0f;
  const float y = bar.y;
  play_button(frame, {bar.x, y, 100.0f, h});
  double tempo_bpm = frame.session.document().tempo_bpm;
  const Rect tempo_area{bar.x + 110.0f, y, 62.0f, h};
  if (frame.widgets.number("tempo", tempo_area, &tempo_bpm, kTempo, Type::value, Align::centre, "Tempo", kTempoTip,
                           false)) {
    frame.report(frame.session.set_tempo(tempo_bpm, frame.now_ms));
  }
  if (frame.widgets.button("tap", {bar.x + 176.0f, y, 44.0f, h}, "tap", ButtonStyle::text, kTapTip)) {
    frame.session.tap(frame.now_ms);
  }
  const float left = bar.x + 224.0f;
  const float right = bar.right() - 48.0f;
  const float icon = 14.0f;
  frame.paint().icon(Icon::speaker, {left + 8.0f, bar.y + h / 2}, icon, palette::kTextDim);
  volume(frame, {left + 20.0f, y, std::min(160.0f, right - left - 26.0f), h});
  help_button(frame, {bar.right() - 40.0f, y, 40.0f, h});

  // The line above the grid.
  const Rect tools = frame.layout.tools;
  frame.widgets.push_clip(frame.layout.left);
  float x = tools.right();
  const auto take = [&](float width) {
    x -= width;
    return Rect{x, tools.y, width, tools.h};
  };
  const Rect unlock = take(54.0f);
  const Rect clear = take(46.0f);
  clear_and_unlock(frame, clear, unlock);
  x -= 6.0f;
  pen(frame, take(112.0f));
  x -= 6.0f;
  const Rect count = take(48.0f);
  frame.paint().text({count.centre().x, count.y + 10.0f}, "STEPS", Type::label, palette::kTextDim, Align::centre);
  steps(frame, count.moved(0.0f, 3.0f), Align::centre);
  frame.widgets.pop_clip();
}

void draw_wide(const Frame& frame) {
  const Rect bar = frame.layout.bar;
  const float left = frame.layout.left.x;
  const float right = frame.layout.right.right();
  const float room = right - left;
  const bool tight = room < 1040.0f;  // less air, no bar counter
  const bool tiny = room < 860.0f;    // no name of the page either
  float x = left;
  if (!tiny) x = frame.paint().text({x, 36.0f}, "Backbeat", Type::big, palette::kText) + (tight ? 20.0f : 32.0f);
  const float air = tight ? 14.0f : 26.0f;
  const float middle = bar.y + bar.h / 2;
  const auto take = [&](float width, float height, float gap) {
    const Rect rect{x, middle - height / 2, width, height};
    x += width + gap;
    return rect;
  };
  play_button(frame, take(88.0f, 34.0f, air));
  const Rect tempo_rect = take(58.0f, bar.h, 2.0f);
  tempo(frame, {tempo_rect.x, bar.y, tempo_rect.w, bar.h});
  const Rect tap_rect = take(34.0f, bar.h, air);
  if (frame.widgets.button("tap", {tap_rect.x, bar.y + 28.0f, tap_rect.w, 24.0f}, "tap", ButtonStyle::text, kTapTip)) {
    frame.session.tap(frame.now_ms);
  }
  const Rect volume_rect = take(tight ? 76.0f : 96.0f, bar.h, air);
  captioned(frame, volume_rect, "VOLUME");
  volume(frame, {volume_rect.x - 7.0f, bar.y + 28.0f, volume_rect.w + 7.0f, 24.0f});
  const Rect steps_rect = take(42.0f, bar.h, tight ? 8.0f : 18.0f);
  steps(frame, captioned(frame, steps_rect, "STEPS"), Align::left);
  if (!tight) bar_position(frame, take(62.0f, bar.h, 18.0f));
  const Rect pen_rect = take(104.0f, bar.h, tight ? 8.0f : 16.0f);
  captioned(frame, pen_rect, "PEN");
  pen(frame, {pen_rect.x - 2.0f, bar.y + 29.0f, pen_rect.w, 24.0f});
  const Rect clear{x, bar.y + 28.0f, 34.0f, 24.0f};
  const Rect unlock{x + 44.0f, bar.y + 28.0f, 44.0f, 24.0f};
  clear_and_unlock(frame, clear, unlock);
  x = unlock.right() + 12.0f;

  help_button(frame, {right - 34.0f, middle - 17.0f, 34.0f, 34.0f});
  const float pill_right = right - 34.0f - 12.0f;
  const float pill = std::min(168.0f, pill_right - x - 8.0f);
  if (pill > 70.0f) midi_pill(frame, {pill_right - pill, middle - 15.0f, pill, 30.0f});
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
