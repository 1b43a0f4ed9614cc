// Notes that go out: which voices, as which notes, how long and how late.
#include <array>

#include "ui/desk/voices.h"
#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

constexpr std::string_view kPortTip = "Which device plays. Click for the list.";
constexpr std::string_view kSendTip = "Whether this voice goes to the device.";

struct Field {
  std::string_view name;
  std::string_view label;
  NumberSpec spec;
  std::string_view tip;
};

constexpr std::array<Field, 3> kFields = {{
    {"channel", "Channel", {1, 16, 1, false, 0, ""}, "MIDI channel, 1 to 16; drums are usually on 10."},
    {"note_length",
     "Note length",
     {sequencer::kMinNoteLengthMs, sequencer::kMaxNoteLengthMs, 5, false, 0, "ms"},
     "How long each note is held. Most drum sounds ignore it."},
    {"latency",
     "Latency",
     {sequencer::kMinLatencyMs, sequencer::kMaxLatencyMs, 1, false, 0, "ms"},
     "Sends the notes later (or earlier, below 0), so that this device is in time with the built-in sound."},
}};

// A voice's note and whether it is sent, in one line.
bool voice_line(const Frame& frame, Rect& rest, int voice, sequencer::MidiSettings& midi) {
  const auto at = static_cast<std::size_t>(voice);
  const Rect line = rest.top_part(form_line(frame.narrow()));
  double note = midi.note[at];
  bool changed = toggle_line(frame, rest, voice_control("send", voice), voice_title(voice), &midi.on[at], kSendTip);
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect number{line.right() - 104.0f, line.centre().y - height / 2, 56.0f, height};
  const std::string tip =
      "MIDI note of this voice; " + std::to_string(sequencer::MidiSettings{}.note[at]) + " in General MIDI.";
  changed |= frame.widgets.number(voice_control("note", voice), number, &note, {0, 127, 1, false, 0, ""}, Type::body,
                                  Align::right, voice_title(voice), tip, true);
  midi.note[at] = static_cast<int>(note);
  return changed;
}

}  // namespace

float midi_out_height(const session::Session& session, bool narrow) {
  return port_line_height(narrow) + sentence_height(port_sentence(session.midi().ports().output())) +
         static_cast<float>(session::kVoices + kFields.size()) * form_line(narrow);
}

void draw_midi_out(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  port_line(frame, rest, "midi_port", PopupKind::midi_out, session.midi().ports().output(), kPortTip);
  sentence_lines(frame, rest, port_sentence(session.midi().ports().output()));
  sequencer::MidiSettings midi = session.midi().ports().output_settings();
  bool changed = false;
  for (const int voice : GridLayout::kOrder) changed |= voice_line(frame, rest, voice, midi);
  double channel = midi.channel;
  const std::array<double*, 3> values = {&channel, &midi.note_length_ms, &midi.latency_ms};
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    changed |= number_line(frame, rest, kFields[i].name, kFields[i].label, values[i], kFields[i].spec, kFields[i].tip);
  }
  midi.channel = static_cast<int>(channel);
  if (changed) frame.report(session.midi().ports().set_output_settings(midi));
}

}  // namespace ui
