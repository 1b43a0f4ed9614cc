// Notes that come in: recording, call and response, and which notes play which voice.
#include <array>
#include <charconv>

#include "ui/desk/voices.h"
#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

constexpr std::string_view kPortTip = "What you play on. Click for the list.";
constexpr std::string_view kAnswerTip =
    "The bar that you played last becomes the kick, and the agent answers it in the next bar; nothing has to be "
    "recording. Key: A.";
constexpr std::string_view kModeTip =
    "Overdub adds to the row; replace erases what a voice had when its first hit of a turn is played.";
constexpr std::string_view kNotesTip = "MIDI notes that play this voice, with spaces between them.";
constexpr std::array<std::string_view, 2> kModes = {"Overdub", "Replace"};
constexpr float kAnswer = 52.0f;

std::string notes_words(const std::vector<int>& notes) {
  std::string words;
  for (const int note : notes) words += (words.empty() ? "" : " ") + std::to_string(note);
  return words;
}

// What is no number is skipped; Session says what it thinks of the rest.
std::vector<int> read_notes(std::string_view words) {
  std::vector<int> notes;
  for (const char* at = words.data(); at < words.data() + words.size();) {
    int note = 0;
    const auto [end, error] = std::from_chars(at, words.data() + words.size(), note);
    if (error == std::errc()) notes.push_back(note);
    at = error == std::errc() ? end : at + 1;
  }
  return notes;
}

void answer_button(const Frame& frame, Rect& rest) {
  session::Session& session = frame.session;
  const Rect row = rest.top_part(kAnswer);
  rest = rest.below(kAnswer + 4.0f);
  const std::string_view words = session.midi().recorder().answer_pending() ? "Answering …" : "Answer me";
  if (frame.widgets.button("answer_me", row.inset(0.0f, 3.0f), words, ButtonStyle::cyan, kAnswerTip)) {
    frame.report(session.answer_me(frame.now_ms));
  }
}

bool switches(const Frame& frame, Rect& rest, session::MidiInput& input) {
  bool changed = toggle_line(frame, rest, "auto_answer", "Call and response", &input.auto_answer,
                             "Every bar that you play is answered in the next.");
  changed |= toggle_line(frame, rest, "count_in", "Count in", &input.count_in,
                         "One bar of clicks when recording starts from standstill.");
  changed |= toggle_line(frame, rest, "metronome", "Metronome", &input.metronome, "Clicks while recording.");
  changed |= toggle_line(frame, rest, "monitor", "Play what comes in", &input.monitor,
                         "What you play sounds at once. Off if your device has its own sound.");
  changed |= toggle_line(frame, rest, "quantise", "Onto the grid", &input.quantise,
                         "What you play goes exactly onto the grid; off, how far beside it stays as micro-timing.");
  changed |= toggle_line(frame, rest, "snare_as_liked", "Snares are favourites", &input.snare_as_liked,
                         "Snares that you play become what answers may be like, instead of steps set by hand.");
  return changed;
}

bool notes_lines(const Frame& frame, Rect& rest, session::MidiInput& input) {
  bool changed = false;
  for (const int voice : GridLayout::kOrder) {
    auto& notes = input.notes[static_cast<std::size_t>(voice)];
    const Rect line = rest.top_part(form_line(frame.narrow()));
    rest = rest.below(line.h);
    const std::string label = std::string(voice_title(voice)) + " notes";
    frame.paint().text_in(line.left_part(110.0f), label, Type::body, palette::kTextSoft);
    const float height = frame.narrow() ? kTouchTarget : 22.0f;
    const Rect field{line.x + 118.0f, line.centre().y - height / 2, line.w - 118.0f, height};
    const std::string control = voice_control("in_notes", voice);
    if (const auto text = frame.widgets.text_field(control, field, notes_words(notes), "none", kNotesTip)) {
      notes = read_notes(*text);
      changed = true;
    }
  }
  return changed;
}

}  // namespace

constexpr int kOtherLines = 9;  // mode, switches, channel and latency

float midi_in_height(const session::Session& session, bool narrow) {
  return port_line_height(narrow) + sentence_height(port_sentence(session.midi().ports().input())) + kAnswer + 4.0f +
         static_cast<float>(session::kVoices + kOtherLines) * form_line(narrow) + 8.0f;
}

void draw_midi_in(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  port_line(frame, rest, "midi_in_port", PopupKind::midi_in, session.midi().ports().input(), kPortTip);
  sentence_lines(frame, rest, port_sentence(session.midi().ports().input()));
  answer_button(frame, rest);
  session::MidiInput input = session.document().midi_setup.input;
  int mode = input.mode == session::RecordMode::replace ? 1 : 0;
  const Rect modes = rest.top_part(form_line(frame.narrow()));
  rest = rest.below(modes.h + 4.0f);
  frame.paint().text_in(modes.left_part(100.0f), "Record", Type::body, palette::kTextSoft);
  bool changed = frame.widgets.segmented("record_mode", modes.right_part(150.0f), kModes, &mode, kModeTip);
  input.mode = mode == 1 ? session::RecordMode::replace : session::RecordMode::overdub;
  changed |= switches(frame, rest, input);
  double channel = input.channel;
  changed |= number_line(frame, rest, "in_channel", "Channel, 0 for all", &channel, {0, 16, 1, false, 0, ""},
                         "Only notes of this channel are played; 0 takes all.");
  input.channel = static_cast<int>(channel);
  changed |= notes_lines(frame, rest, input);
  if (changed) frame.report(session.edit(session::set_midi_input, input));
  double latency = session.midi().ports().input_latency_ms();
  if (number_line(frame, rest, "in_latency", "Latency", &latency, {-200, 200, 1, false, 0, "ms"},
                  "How late notes of this device arrive; it is taken out of what is recorded.")) {
    frame.report(session.midi().ports().set_input_latency(latency));
  }
}

}  // namespace ui
