// The bank of patterns: which one is shown and edited, which one comes next, and the song.
#include <algorithm>
#include <utility>

#include "session/session.h"

namespace session {

core::Status Session::select_slot(int slot) {
  if (auto status = check_slot(slot); !status) return status;
  if (playing()) {
    const std::optional<int> next = slot == playback_.slot() ? std::nullopt : std::optional<int>(slot);
    if (std::exchange(queued_slot_, next) != next) changed();
    return {};
  }
  if (slot != document_.slot) show_slot(slot);
  return {};
}

std::optional<int> Session::slot_next() const {
  if (!playing()) return std::nullopt;
  if (queued_slot_) return queued_slot_;
  if (playback_.slot() != document_.slot) return playback_.slot();
  return std::nullopt;
}

std::optional<int> Session::song_position() const {
  if (!playing() || !document_.song_on || song_next_ == 0) return std::nullopt;
  return static_cast<int>((song_next_ - 1) % document_.song.size());
}

core::Status Session::copy_slot(int from, int to) {
  if (auto status = check_slot(from); !status) return status;
  if (auto status = check_slot(to); !status) return status;
  Slot& target = document_.bank[static_cast<std::size_t>(to)];
  const Slot& source = document_.bank[static_cast<std::size_t>(from)];
  if (target == source) return {};
  target = source;
  if (to == document_.slot) document_.config.steps = target.steps();
  document_replaced();
  return {};
}

core::Status Session::set_song(std::span<const int> slots, bool on) {
  if (auto status = check_song(slots, on); !status) return status;
  if (std::ranges::equal(slots, document_.song) && on == document_.song_on) return {};
  if (on && !document_.song_on) song_next_ = 0;  // it begins with its first pattern, at the end of this one
  document_.song.assign(slots.begin(), slots.end());
  document_.song_on = on;
  document_changed();
  return {};
}

void Session::show_slot(int slot) {
  document_.select(slot);
  pattern_shown();
}

void Session::begin_song() {
  song_next_ = 0;
  if (!document_.song_on) return;
  const int slot = next_slot();
  if (slot != document_.slot) show_slot(slot);
}

int Session::next_slot() {
  if (queued_slot_) return *std::exchange(queued_slot_, std::nullopt);
  if (!document_.song_on) return playback_.slot();
  const std::size_t position = song_next_ % document_.song.size();
  song_next_ = position + 1;
  return document_.song[position];
}

}  // namespace session
