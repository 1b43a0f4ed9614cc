#include "sequencer/midi.h"

#include <algorithm>
#include <cassert>

namespace sequencer {
namespace {

MidiBytes message(int status, int channel, int first, int second) {
  assert(channel >= 1 && channel <= 16);
  assert(first >= 0 && first <= 127 && second >= 0 && second <= 127);
  return {static_cast<std::uint8_t>(status | (channel - 1)), static_cast<std::uint8_t>(first),
          static_cast<std::uint8_t>(second)};
}

}  // namespace

MidiBytes note_on(int channel, int note, int velocity) { return message(0x90, channel, note, std::max(velocity, 1)); }
MidiBytes light(int channel, int note, int colour) { return message(0x90, channel, note, colour); }
MidiBytes note_off(int channel, int note) { return message(0x80, channel, note, 0); }
MidiBytes all_notes_off(int channel) { return message(0xB0, channel, 123, 0); }
MidiBytes all_sound_off(int channel) { return message(0xB0, channel, 120, 0); }

bool is_note_on(const MidiBytes& bytes) { return (bytes[0] & 0xF0) == 0x90 && bytes[2] != 0; }

bool NoteTracker::add(int channel, int note, double on_ms, double off_ms) {
  bool still_sounds = false;
  for (Note& other : notes_) {
    if (other.channel != channel || other.note != note || other.off_ms <= on_ms) continue;
    still_sounds = true;
  }
  notes_.push_back({.channel = channel, .note = note, .on_ms = on_ms, .off_ms = off_ms});
  return still_sounds;
}

void NoteTracker::forget_ended(double now_ms) {
  std::erase_if(notes_, [&](const Note& note) { return note.off_ms <= now_ms; });
}

std::vector<TimedMessage> NoteTracker::panic(double now_ms, int channel) {
  forget_ended(now_ms);
  std::ranges::sort(notes_, {}, &Note::on_ms);
  std::vector<TimedMessage> messages;
  std::vector<int> channels{channel};
  for (const Note& note : notes_) {
    const double time_ms = note.on_ms <= now_ms ? now_ms : note.on_ms + kNoteGapMs;
    messages.push_back({.time_ms = time_ms, .bytes = note_off(note.channel, note.note)});
    if (std::ranges::find(channels, note.channel) == channels.end()) channels.push_back(note.channel);
  }
  for (const int each : channels) {
    messages.push_back({.time_ms = now_ms, .bytes = all_notes_off(each)});
    messages.push_back({.time_ms = now_ms, .bytes = all_sound_off(each)});
  }
  std::ranges::stable_sort(messages, {}, &TimedMessage::time_ms);
  notes_.clear();
  return messages;
}

}  // namespace sequencer
