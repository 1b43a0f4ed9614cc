#include "session/midi/midi.h"

#include <algorithm>
#include <utility>

#include "session/song/edit.h"

namespace session {
namespace {

using sequencer::MidiKind;
using sequencer::MidiMessage;

bool is_clock(MidiKind kind) { return kind >= MidiKind::song_position; }

}  // namespace

// --- Transport ----------------------------------------------------------------------------------------------------

double Midi::lead_ms() const {
  const double early_ms = ports_.output().ready() ? std::max(0.0, -ports_.output_settings().latency_ms) : 0.0;
  return early_ms + player_.head_start_ms();
}

void Midi::play() {
  if (player_.playing()) return;
  recorder_.forget_steps();
  player_.play(lead_ms());
  recorder_.apply_settings();
}

void Midi::stop() {
  if (!player_.playing()) return;
  recorder_.transport_stopped();
  ports_.send(player_.stop());
}

void Midi::document_changed(const Document& before) {
  const MidiSetup& now = bench_.document().midi_setup;
  if (before.midi_setup.clock != now.clock) follower_.apply_settings();
  const bool clicks = before.metronome != bench_.document().metronome;
  if (clicks || before.midi_setup.input != now.input) recorder_.apply_settings();
}

// --- What comes in ------------------------------------------------------------------------------------------------

void Midi::set_input_state(MidiState state) {
  if (state.selected != ports_.input().selected) follower_.restart();
  ports_.set_input_state(std::move(state));
  // A message that a pulled cable cut off must not swallow what comes later.
  for (auto& [port, parser] : parsers_) parser.reset();
  bench_.changed();
}

void Midi::take(const std::string& port, std::span<const MidiBatchItem> batch) {
  const double now_ms = bench_.now_ms();
  constexpr std::size_t kMostPorts = 64;
  if (!parsers_.contains(port) && parsers_.size() >= kMostPorts) parsers_.clear();
  sequencer::MidiParser& parser = parsers_[port];
  std::vector<std::pair<double, MidiMessage>> messages;
  for (const MidiBatchItem& item : batch) {
    // A time stamp of the future, or of long ago, is a driver's mistake.
    constexpr double kOldestMs = 2000.0;
    const bool plausible = item.time_ms <= now_ms && item.time_ms > now_ms - kOldestMs;
    for (const std::uint8_t byte : item.bytes) {
      if (const auto message = parser.feed(byte)) messages.emplace_back(plausible ? item.time_ms : now_ms, *message);
    }
  }
  const std::vector<bool> stale = learning_.stale(messages);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (!stale[i]) take_message(port, messages[i].second, messages[i].first);
  }
  follower_.follow();
}

void Midi::take_message(const std::string& port, const MidiMessage& message, double time_ms) {
  const bool from_pads = ports_.pads_in().selected == port;
  const bool from_input = ports_.input().selected == port;
  if (!from_pads && !from_input) return;
  const MidiSetup& setup = bench_.document().midi_setup;
  if (is_clock(message.kind)) {
    if (!from_input || !setup.clock.in) return;
    if (follower_.take(message, time_ms - ports_.input_latency_ms())) stop();
    return;
  }
  if (learning_.take(message)) return;
  if (message.kind != MidiKind::note_on) return;
  if (from_pads && setup.pads.on && press_pad(message.number)) return;
  const MidiInput& settings = setup.input;
  if (!from_input || (settings.channel != 0 && settings.channel != message.channel)) return;
  for (int voice = 0; voice < kVoices; ++voice) {
    const auto& notes = settings.notes[static_cast<std::size_t>(voice)];
    if (std::ranges::find(notes, message.number) == notes.end()) continue;
    recorder_.hit(voice, message.value, time_ms - ports_.input_latency_ms());
    return;  // a note plays one voice; the hit may have changed the document
  }
}

// --- Pads ---------------------------------------------------------------------------------------------------------

void Midi::set_pads_state(MidiState state, MidiState input, bool by_hand) {
  if (state.selected != ports_.pads().selected) lights_.forget();
  // A grid that was plugged in again is dark.
  if (!state.ready()) lights_.forget();
  ports_.set_pads_state(std::move(state), std::move(input), by_hand);
  bench_.changed();
}

core::Status Midi::select_pads(std::string_view port_id) {
  // Dark before the choice goes out, or the lights would stay on.
  const bool there =
      port_id.empty() || std::ranges::find(ports_.pads().ports, port_id, &MidiPort::id) != ports_.pads().ports.end();
  if (there) darken_pads();
  return ports_.select_pads(port_id);
}

sequencer::PadPage Midi::pad_page() const {
  const Document& document = bench_.document();
  return sequencer::pad_page(document.midi_setup.pads, document.pattern().steps(),
                             document.current().timing.bar_steps(), pads_from_);
}

bool Midi::press_pad(int note) {
  const Document& document = bench_.document();
  const auto cell = sequencer::pad_cell(document.midi_setup.pads, kVoices, pad_page(), note);
  if (!cell) return false;
  const int velocity = document.pattern().onset(cell->voice, cell->step) ? 0 : rhythm::kPlainVelocity;
  [[maybe_unused]] const core::Status set =
      bench_.edit([&](Document& edited) { return set_step(edited, cell->voice, cell->step, velocity); });
  return true;
}

void Midi::send_lights(std::vector<sequencer::MidiBytes> messages) {
  if (messages.empty() || !ports_.pads().selected) return;
  bench_.outbox().push(PadLights{.port = *ports_.pads().selected, .messages = std::move(messages)});
}

void Midi::darken_pads() {
  if (ports_.pads().ready()) send_lights(lights_.clear());
}

void Midi::update_lights() {
  if (!ports_.pads().ready()) return;
  const Document& document = bench_.document();
  const sequencer::PadSettings& pads = document.midi_setup.pads;
  if (!pads.on) {
    darken_pads();
    return;
  }
  sequencer::PadRows rows{.heard = document.part().hears, .agents = {}, .locks = {}};
  for (const Part& part : document.current().parts) {
    const auto voice = static_cast<std::size_t>(part.voice);
    rows.agents.set(voice);
    rows.locks[voice] = part.locks;
  }
  send_lights(lights_.update(pads, document.pattern(), pad_page(), rows, player_.playing_step(bench_.now_ms())));
}

}  // namespace session
