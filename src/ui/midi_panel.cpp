// MIDI out: connect, choose the device, and how the drums are sent.
#include <array>

#include "imgui.h"
#include "ui/frame.h"

namespace ui {
namespace {

using session::MidiStatus;

constexpr std::string_view kPanelTip = "Playing a MIDI device or another program. Click to fold it away.";
constexpr std::string_view kConnectTip = "Asks the browser for your MIDI devices.";
constexpr std::string_view kPortTip = "Which device plays. Click for the list.";

constexpr float kFieldHeight = 30.0f;

float button_height(bool narrow) { return narrow ? 44.0f : 34.0f; }

bool connected(const session::MidiState& midi) {
  return midi.status == MidiStatus::ready || midi.status == MidiStatus::unplugged ||
         midi.status == MidiStatus::no_device;
}

std::string_view status_words(MidiStatus status) {
  switch (status) {
    case MidiStatus::off:
      return "off";
    case MidiStatus::no_api:
      return "not in this browser";
    case MidiStatus::insecure:
      return "needs https";
    case MidiStatus::refused:
      return "not allowed";
    case MidiStatus::failed:
      return "not started";
    case MidiStatus::no_device:
      return "no device";
    case MidiStatus::unplugged:
      return "unplugged";
    case MidiStatus::ready:
      return "connected";
  }
  return "";
}

std::string port_words(const session::MidiState& midi) {
  for (const auto& port : midi.ports) {
    if (midi.selected && port.id == *midi.selected) return port.name;
  }
  return midi.ports.empty() ? "No device" : "Choose a device";
}

void port_choice(const Frame& frame, const Rect& rect) {
  const Hit hit = frame.widgets.area("midi_port", rect, kPortTip);
  const bool any = !frame.session.midi().ports.empty();
  if (hit.hovered && any) frame.widgets.set_cursor("pointer");
  frame.paint().fill(rect, hit.hovered && any ? palette::kRaisedHover : palette::kRaised, 9.0f);
  const Rect words = rect.inset(12.0f, 0.0f);
  frame.paint().text_in({words.x, words.y, words.w - 20.0f, words.h}, port_words(frame.session.midi()), Type::body,
                        frame.session.midi().selected ? palette::kText : palette::kTextDim);
  if (any) frame.paint().icon(Icon::chevron_down, {words.right() - 4.0f, words.centre().y}, 8.0f, palette::kTextDim);
  if (hit.pressed && any) toggle_popup(frame, PopupKind::midi_out, "midi_port");
}

struct Field {
  std::string_view name;
  std::string_view label;
  NumberSpec spec;
  std::string_view tip;
};

constexpr std::array<Field, 5> kFields = {{
    {"snare_note", "SNARE", {0, 127, 1, false, 0, ""}, "MIDI note of the snare; 38 in General MIDI."},
    {"kick_note", "KICK", {0, 127, 1, false, 0, ""}, "MIDI note of the kick; 36 in General MIDI."},
    {"channel", "CHANNEL", {1, 16, 1, false, 0, ""}, "MIDI channel, 1 to 16; drums are usually on 10."},
    {"note_length",
     "LENGTH",
     {sequencer::kMinNoteLengthMs, sequencer::kMaxNoteLengthMs, 5, false, 0, "ms"},
     "How long each note is held. Most drum sounds ignore it."},
    {"latency",
     "LATENCY",
     {sequencer::kMinLatencyMs, sequencer::kMaxLatencyMs, 1, false, 0, "ms"},
     "Sends the notes later (or earlier, below 0), so that your device is in time with the built-in sound."},
}};

void fields(const Frame& frame, const Rect& area) {
  sequencer::MidiSettings midi = frame.session.document().midi;
  const float height = frame.narrow() ? kTouchTarget : kFieldHeight;
  const float gap = 8.0f;
  const float third = (area.w - 2 * gap) / 3;
  std::array<double, 5> values = {static_cast<double>(midi.note[rhythm::kSnare]),
                                  static_cast<double>(midi.note[rhythm::kKick]), static_cast<double>(midi.channel),
                                  midi.note_length_ms, midi.latency_ms};
  bool changed = false;
  const float pitch = 14.0f + height + 10.0f;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const auto column = static_cast<float>(i % 3);
    const float y = area.y + (i < 3 ? 0.0f : pitch);
    const Rect field{area.x + column * (third + gap), y + 14.0f, third, height};
    frame.paint().text({field.x, y + 8.0f}, kFields[i].label, Type::label, palette::kTextDim);
    changed |= frame.widgets.number(kFields[i].name, field, &values[i], kFields[i].spec, Type::body, Align::left,
                                    kFields[i].label, kFields[i].tip, true);
  }
  const float y = area.y + pitch;
  const Rect kick{area.x + 2 * (third + gap), y + 14.0f, third, height};
  frame.paint().text({kick.x, y + 8.0f}, "SEND KICK", Type::label, palette::kTextDim);
  Rect toggle = kick;
  toggle.w = 32.0f;
  changed |= frame.widgets.toggle("kick_on", toggle, &midi.on[rhythm::kKick],
                                  "Whether your kick goes to the device too, not only the snare.");
  if (!changed) return;
  midi.note[rhythm::kSnare] = static_cast<int>(values[0]);
  midi.note[rhythm::kKick] = static_cast<int>(values[1]);
  midi.channel = static_cast<int>(values[2]);
  midi.note_length_ms = values[3];
  midi.latency_ms = values[4];
  frame.report(frame.session.set_midi(midi));
}

std::string sentence_of(const session::MidiState& midi) {
  // While all is well the panel says nothing.
  if (midi.ready()) return "";
  if (!midi.sentence.empty()) return midi.sentence;
  return midi.status == MidiStatus::off ? "Play the snare on your own device." : "";
}

// Room for it, by its length: the panel's height has to be known before there is anything to measure it with.
float sentence_height(const session::MidiState& midi) {
  constexpr std::size_t kLettersPerLine = 49;
  const std::size_t lines = (sentence_of(midi).size() + kLettersPerLine - 1) / kLettersPerLine;
  return lines == 0 ? 10.0f : 14.0f + 17.0f * static_cast<float>(lines);
}

}  // namespace

float midi_panel_height(const session::Session& session, bool narrow) {
  const session::MidiState& midi = session.midi();
  const float fields_height = connected(midi) ? 2 * (14.0f + (narrow ? kTouchTarget : kFieldHeight) + 10.0f) : 0.0f;
  return kPanelHeader + button_height(narrow) + sentence_height(midi) + fields_height + 6.0f;
}

void draw_midi_panel(const Frame& frame) {
  session::Session& session = frame.session;
  const session::MidiState& midi = session.midi();
  const Rect inside = begin_panel(frame, Panel::midi, "panel_midi", "MIDI", status_words(midi.status), kPanelTip);
  if (inside.empty()) return;
  const Rect row = inside.top_part(button_height(frame.narrow()));
  if (connected(midi)) {
    port_choice(frame, row);
  } else if (frame.widgets.button("midi_connect", row, "Connect MIDI", ButtonStyle::plain, kConnectTip)) {
    session.connect_midi();
    // Whatever comes of it is read here.
    open_panel(frame, Panel::midi);
  }
  const std::string sentence = sentence_of(midi);
  const Rect words{inside.x, row.bottom() + 7.0f, inside.w, sentence_height(midi)};
  frame.paint().paragraph({words.x, words.y}, words.w, sentence, Type::small,
                          midi.ready() || midi.status == MidiStatus::off ? palette::kTextDim : palette::kTextSoft);
  if (connected(midi)) fields(frame, inside.below(row.h + words.h));
}

void draw_midi_ports(const Frame& frame, const Rect& page) {
  const session::MidiState& midi = frame.session.midi();
  const auto rows = static_cast<float>(midi.ports.size() + 1);
  const auto list = begin_popup(frame, page, 250.0f, rows * menu_row_height(frame.narrow()));
  if (!list) return;
  Rect rest = *list;
  std::optional<std::string> chosen;
  for (std::size_t i = 0; i < midi.ports.size(); ++i) {
    const bool current = midi.selected && *midi.selected == midi.ports[i].id;
    const MenuItem item{.words = midi.ports[i].name, .checked = current};
    if (menu_item(frame, rest, "midi_port_" + std::to_string(i), item)) chosen = midi.ports[i].id;
  }
  const MenuItem none{.words = "None", .checked = !midi.selected};
  if (menu_item(frame, rest, "midi_port_" + std::to_string(midi.ports.size()), none)) chosen = "";
  if (!chosen) return;
  frame.report(frame.session.select_midi(*chosen));
  frame.state.popup = {};
}

}  // namespace ui
