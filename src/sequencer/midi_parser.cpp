#include "sequencer/midi_parser.h"

namespace sequencer {
namespace {

constexpr std::uint8_t kSysexStart = 0xF0;
constexpr std::uint8_t kSongPosition = 0xF2;
constexpr std::uint8_t kFirstSystem = 0xF0;
constexpr std::uint8_t kFirstRealTime = 0xF8;

// A real-time message is one byte and may come anywhere, even between the bytes of another message.
std::optional<MidiMessage> real_time(std::uint8_t byte) {
  switch (byte) {
    case 0xF8:
      return MidiMessage{.kind = MidiKind::clock};
    case 0xFA:
      return MidiMessage{.kind = MidiKind::start};
    case 0xFB:
      return MidiMessage{.kind = MidiKind::resume};
    case 0xFC:
      return MidiMessage{.kind = MidiKind::stop};
    default:
      return std::nullopt;  // active sensing, system reset and two undefined ones
  }
}

}  // namespace

int message_length(std::uint8_t status) {
  switch (status & 0xF0) {
    case 0xC0:  // program change
    case 0xD0:  // channel pressure
      return 2;
    case 0xF0:
      if (status == kSongPosition) return 3;
      return status == 0xF1 || status == 0xF3 ? 2 : 1;  // time code, song select
    default:
      return 3;
  }
}

void MidiParser::reset() { *this = MidiParser{}; }

std::optional<MidiMessage> MidiParser::feed(std::uint8_t byte) {
  if (byte >= kFirstRealTime) return real_time(byte);
  if (byte >= 0x80) {
    // A new status ends whatever was unfinished, sysex too.
    in_sysex_ = byte == kSysexStart;
    status_ = in_sysex_ || message_length(byte) == 1 ? 0 : byte;
    count_ = 0;
    return std::nullopt;
  }
  if (in_sysex_ || status_ == 0) return std::nullopt;
  data_[static_cast<std::size_t>(count_++)] = byte;
  if (count_ + 1 < message_length(status_)) return std::nullopt;
  return finish();
}

std::optional<MidiMessage> MidiParser::finish() {
  count_ = 0;
  const std::uint8_t status = status_;
  if (status >= kFirstSystem) status_ = 0;  // only channel messages have a running status
  const int channel = (status & 0x0F) + 1;
  const int first = data_[0];
  const int second = data_[1];
  switch (status & 0xF0) {
    case 0x80:
      return MidiMessage{.kind = MidiKind::note_off, .channel = channel, .number = first, .value = second};
    case 0x90:
      return MidiMessage{.kind = second == 0 ? MidiKind::note_off : MidiKind::note_on,
                         .channel = channel,
                         .number = first,
                         .value = second};
    case 0xB0:
      return MidiMessage{.kind = MidiKind::controller, .channel = channel, .number = first, .value = second};
    default:
      if (status != kSongPosition) return std::nullopt;
      return MidiMessage{.kind = MidiKind::song_position, .value = first | (second << 7)};
  }
}

}  // namespace sequencer
