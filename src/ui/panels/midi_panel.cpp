// MIDI: connect, and the pages for what goes out, what comes in, clock, pads, learning and timing.
#include <array>

#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

using session::MidiStatus;

constexpr std::string_view kPanelTip = "Playing a MIDI device or another program, and being played by one.";
constexpr std::string_view kConnectTip = "Asks the browser for your MIDI devices.";
constexpr std::string_view kPagesTip =
    "Notes that go out, notes that come in, clock, pads with lights, learning, timing.";
constexpr std::array<std::string_view, 6> kPages = {"Out", "In", "Clock", "Pads", "Learn", "Timing"};

float button_height(bool narrow) { return narrow ? 44.0f : 34.0f; }
float pages_height(bool narrow) { return narrow ? 44.0f : 28.0f; }

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

float page_height(const session::Session& session, MidiPage page, bool narrow) {
  switch (page) {
    case MidiPage::out:
      return midi_out_height(session, narrow);
    case MidiPage::in:
      return midi_in_height(session, narrow);
    case MidiPage::clock:
      return midi_clock_height(session, narrow);
    case MidiPage::pads:
      return midi_pads_height(session, narrow);
    case MidiPage::learn:
      return midi_learn_height(session, narrow);
    case MidiPage::timing:
      return midi_timing_height(session, narrow);
  }
  return 0.0f;
}

std::string connect_sentence(const session::MidiState& midi) {
  if (!midi.sentence.empty()) return midi.sentence;
  return "Play the drums on your own device, and play them in.";
}

}  // namespace

float port_line_height(bool narrow) { return button_height(narrow) + 6.0f; }

std::string port_sentence(const session::MidiState& ports) { return ports.ready() ? "" : ports.sentence; }

// Room for it, by its length: the panel's height has to be known before there is anything to measure it with.
float sentence_height(std::string_view sentence) {
  constexpr std::size_t kLettersPerLine = 49;
  const std::size_t lines = (sentence.size() + kLettersPerLine - 1) / kLettersPerLine;
  return lines == 0 ? 0.0f : 8.0f + 17.0f * static_cast<float>(lines);
}

void sentence_lines(const Frame& frame, Rect& rest, std::string_view sentence) {
  const float height = sentence_height(sentence);
  frame.paint().paragraph({rest.x, rest.y + 2.0f}, rest.w, sentence, Type::small, palette::kTextSoft);
  rest = rest.below(height);
}

void port_line(const Frame& frame, Rect& rest, std::string_view name, PopupKind kind, const session::MidiState& ports,
               std::string_view tip) {
  const Rect rect = rest.top_part(button_height(frame.narrow()));
  rest = rest.below(port_line_height(frame.narrow()));
  const Hit hit = frame.widgets.area(name, rect, tip);
  const bool any = !ports.ports.empty();
  if (hit.hovered && any) frame.widgets.set_cursor("pointer");
  frame.paint().fill(rect, hit.hovered && any ? palette::kRaisedHover : palette::kRaised, 9.0f);
  std::string words = any ? "Choose a device" : "No device";
  for (const auto& port : ports.ports) {
    if (ports.selected && port.id == *ports.selected) words = port.name;
  }
  const Rect inside = rect.inset(12.0f, 0.0f);
  frame.paint().text_in(inside.left_part(inside.w - 20.0f), words, Type::body,
                        ports.selected ? palette::kText : palette::kTextDim);
  if (any) frame.paint().icon(Icon::chevron_down, {inside.right() - 4.0f, inside.centre().y}, 8.0f, palette::kTextDim);
  if (hit.pressed && any) toggle_popup(frame, kind, name);
}

float midi_panel_height(const session::Session& session, const UiState& state, bool narrow) {
  const session::MidiState& midi = session.midi().ports().output();
  if (!connected(midi)) {
    return kPanelHeader + button_height(narrow) + 6.0f + sentence_height(connect_sentence(midi)) + 6.0f;
  }
  return kPanelHeader + pages_height(narrow) + 8.0f + page_height(session, state.midi_page, narrow) + 10.0f;
}

void draw_midi_panel(const Frame& frame) {
  session::Session& session = frame.session;
  const session::MidiState& midi = session.midi().ports().output();
  Rect rest = begin_panel(frame, Panel::midi, "panel_midi", "MIDI", status_words(midi.status), kPanelTip);
  if (rest.empty()) return;
  if (!connected(midi)) {
    const Rect row = rest.top_part(button_height(frame.narrow()));
    if (frame.widgets.button("midi_connect", row, "Connect MIDI", ButtonStyle::plain, kConnectTip)) {
      session.midi().ports().connect();
      open_panel(frame, Panel::midi);  // whatever comes of it is read here
    }
    rest = rest.below(row.h + 6.0f);
    sentence_lines(frame, rest, connect_sentence(midi));
    return;
  }
  int page = static_cast<int>(frame.state.midi_page);
  const Rect pages = rest.top_part(pages_height(frame.narrow()));
  if (frame.widgets.segmented("midi_page", pages, kPages, &page, kPagesTip)) {
    frame.state.midi_page = static_cast<MidiPage>(page);
  }
  rest = rest.below(pages.h + 8.0f);
  switch (frame.state.midi_page) {
    case MidiPage::out:
      return draw_midi_out(frame, rest);
    case MidiPage::in:
      return draw_midi_in(frame, rest);
    case MidiPage::clock:
      return draw_midi_clock(frame, rest);
    case MidiPage::pads:
      return draw_midi_pads(frame, rest);
    case MidiPage::learn:
      return draw_midi_learn(frame, rest);
    case MidiPage::timing:
      return draw_midi_timing(frame, rest);
  }
}

namespace {

const session::MidiState& ports_of(const session::Session& session, PopupKind kind) {
  if (kind == PopupKind::midi_in) return session.midi().ports().input();
  if (kind == PopupKind::midi_pads) return session.midi().ports().pads();
  if (kind == PopupKind::midi_pads_in) return session.midi().ports().pads_in();
  return session.midi().ports().output();
}

core::Status select(session::Session& session, PopupKind kind, const std::string& id) {
  if (kind == PopupKind::midi_in) return session.midi().ports().select_input(id);
  if (kind == PopupKind::midi_pads) return session.midi().select_pads(id);
  if (kind == PopupKind::midi_pads_in) return session.midi().ports().select_pads_in(id);
  return session.midi().ports().select_output(id);
}

}  // namespace

void draw_midi_ports(const Frame& frame, const Rect& page) {
  const PopupKind kind = frame.state.popup.kind;
  const session::MidiState& ports = ports_of(frame.session, kind);
  const auto rows = static_cast<float>(ports.ports.size() + 1);
  const auto list = begin_popup(frame, page, 250.0f, rows * menu_row_height(frame.narrow()));
  if (!list) return;
  Rect rest = *list;
  std::optional<std::string> chosen;
  for (std::size_t i = 0; i < ports.ports.size(); ++i) {
    const bool current = ports.selected && *ports.selected == ports.ports[i].id;
    const MenuItem item{.words = ports.ports[i].name, .checked = current};
    if (menu_item(frame, rest, "port_" + std::to_string(i), item)) chosen = ports.ports[i].id;
  }
  MenuItem none{.words = "None", .checked = !ports.selected};
  if (kind == PopupKind::midi_pads_in) {
    none = {.words = "As its output is called", .checked = !frame.session.midi().ports().pads_in_by_hand()};
  }
  if (menu_item(frame, rest, "port_none", none)) chosen = "";
  if (!chosen) return;
  frame.report(select(frame.session, kind, *chosen));
  frame.state.popup = {};
}

}  // namespace ui
