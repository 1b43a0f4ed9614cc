// Properties of what is handed over, for random patterns with everything a groove can have.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/rng.h"
#include "session/player/playback.h"
#include "tests/rounds.h"

namespace {

using sequencer::EventKind;
using sequencer::TimedEvent;
using session::Bank;
using session::Playback;
using session::Slot;

int between(core::Rng& rng, int low, int high) {
  return low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1)));
}

Slot random_slot(core::Rng& rng) {
  Slot slot(between(rng, 2, 40));
  for (int voice = 0; voice < session::kVoices; ++voice) {
    auto& settings = slot.voices[static_cast<std::size_t>(voice)];
    if (rng.below(3) == 0) settings.length = between(rng, 1, slot.steps());
    settings.mute = rng.below(6) == 0;
    for (int step = 0; step < slot.steps(); ++step) {
      if (rng.below(2) == 0) slot.pattern.set(voice, step, static_cast<std::uint8_t>(between(rng, 1, 127)));
      if (rng.below(3) != 0) continue;
      slot.detail(voice, step) = {.probability = static_cast<std::uint8_t>(between(rng, 0, 100)),
                                  .micro = static_cast<std::int8_t>(between(rng, -50, 50)),
                                  .ratchets = static_cast<std::uint8_t>(between(rng, 1, 4))};
    }
  }
  return slot;
}

// A bank of which the first slots are played in turn.
struct Performance {
  int slots;
  Bank bank;
  sequencer::Groove groove;
  sequencer::MidiSettings midi;
  double tempo_bpm;

  explicit Performance(std::uint64_t seed, int slot_count = 3) : slots(slot_count) {
    core::Rng rng(seed);
    for (std::size_t i = 0; i < 3; ++i) bank[i] = random_slot(rng);
    groove = {.swing_percent = between(rng, 500, 750) / 10.0,
              .humanise_ms = static_cast<double>(between(rng, 0, 20)),
              .humanise_velocity = between(rng, 0, 30),
              .seed = rng.next()};
    midi.on = {true, true, true, true, true};
    midi.note = {36, 38, 38, 42, 42};  // two pairs share a note
    midi.note_length_ms = between(rng, 1, 1000);
    tempo_bpm = between(rng, 20, 300);
  }

  // Everything that is handed over until 30 s, at ticks of random distance. tick(event, now_ms) sees each event.
  template <class Tick>
  std::vector<TimedEvent> play(std::uint64_t tick_seed, int shortest_ms, int longest_ms, double horizon_ms,
                               Tick tick) const {
    Playback playback;
    playback.set_tempo(tempo_bpm, 0.0);
    playback.start(bank, 0, 1000.0);
    int slot = 0;
    const session::Cues cues{.next_slot = [&] { return slot = (slot + 1) % slots; }, .answer = {}};
    core::Rng rng(tick_seed);
    std::vector<TimedEvent> events;
    for (double now_ms = 0.0; now_ms < 30000.0; now_ms += between(rng, shortest_ms, longest_ms)) {
      const double until = std::min(horizon_ms, 30000.0 - now_ms);
      for (const TimedEvent& event :
           playback.schedule(now_ms, until, bank, groove, session::earliest_micro(bank), &midi, cues)) {
        tick(event, now_ms);
        events.push_back(event);
      }
    }
    return events;
  }

  std::vector<TimedEvent> play(std::uint64_t tick_seed, int shortest_ms, int longest_ms, double horizon_ms) const {
    return play(tick_seed, shortest_ms, longest_ms, horizon_ms, [](const TimedEvent&, double) {});
  }
};

bool before(const TimedEvent& a, const TimedEvent& b) {
  return std::tie(a.time_ms, a.kind, a.voice, a.velocity, a.bytes) <
         std::tie(b.time_ms, b.kind, b.voice, b.velocity, b.bytes);
}

// The events of 30 s, taken in windows of almost a second and in three ways of small ones, are the same.
void check_cutting(const Performance& performance, bool note_offs) {
  const auto normalised = [&](std::vector<TimedEvent> events) {
    std::ranges::sort(events, before);
    if (!note_offs) std::erase_if(events, [](const TimedEvent& event) { return event.velocity == 0; });
    return events;
  };
  const auto whole = normalised(performance.play(1, 900, 900, 1000.0));
  REQUIRE(whole.size() > 50);
  for (const auto& [tick_seed, shortest, longest] :
       {std::tuple{2ULL, 1, 3}, std::tuple{3ULL, 1, 90}, std::tuple{4ULL, 60, 99}}) {
    const auto pieces = normalised(performance.play(tick_seed, shortest, longest, 100.0));
    const bool same = std::ranges::equal(whole, pieces, [&](const TimedEvent& a, const TimedEvent& b) {
      return !before(a, b) && !before(b, a) && (!note_offs || a.duration_ms == b.duration_ms);
    });
    CHECK_MESSAGE(same, "ticks of " << shortest << " to " << longest << " ms");
  }
}

TEST_CASE("what is handed over does not depend on how time is cut into windows") {
  for (std::uint64_t seed = 1; seed <= test::rounds(40U); ++seed) {
    INFO("seed ", seed);
    check_cutting(Performance(seed, 1), true);
  }
}

TEST_CASE("nor does it where slots switch, but for note-offs: those end before the notes that are known by then") {
  for (std::uint64_t seed = 1; seed <= test::rounds(40U); ++seed) {
    INFO("seed ", seed);
    check_cutting(Performance(seed, 3), false);
  }
}

TEST_CASE("onsets are handed over in order, once, and at least 20 ms ahead however early they are") {
  for (std::uint64_t seed = 1; seed <= test::rounds(40U); ++seed) {
    const Performance performance(seed);
    double last_ms = 0.0;
    double least_lead_ms = 1e9;
    std::map<std::pair<double, int>, int> seen;
    // Ticks every 25 ms that come up to 50 ms late.
    performance.play(seed, 5, 75, 100.0, [&](const TimedEvent& event, double now_ms) {
      if (event.kind == EventKind::midi && event.velocity == 0) return;
      least_lead_ms = std::min(least_lead_ms, event.time_ms - now_ms);
      if (event.kind == EventKind::hit) {
        CHECK(event.time_ms >= last_ms);
        last_ms = event.time_ms;
        ++seen[{event.time_ms, event.voice}];
      }
    });
    CHECK(least_lead_ms >= 20.0);
    for (const auto& [key, count] : seen) CHECK(count == 1);
  }
}

TEST_CASE("every note-on has a later note-off before the note begins again") {
  for (std::uint64_t seed = 1; seed <= test::rounds(40U); ++seed) {
    auto events = Performance(seed).play(seed, 5, 75, 100.0);
    std::erase_if(events, [](const TimedEvent& event) { return event.kind != EventKind::midi; });
    std::ranges::stable_sort(events, [](const TimedEvent& a, const TimedEvent& b) {
      return std::pair(a.time_ms, a.velocity != 0) < std::pair(b.time_ms, b.velocity != 0);
    });
    std::map<int, bool> sounds;
    int wrong = 0;
    for (const TimedEvent& event : events) {
      const bool on = sequencer::is_note_on(event.bytes);
      if (on && sounds[event.bytes[1]]) ++wrong;
      if (on && event.duration_ms < sequencer::kNoteGapMs - 1e-9) ++wrong;
      sounds[event.bytes[1]] = on;
    }
    CHECK(wrong == 0);
    for (const auto& [note, on] : sounds) CHECK_FALSE(on);
  }
}

TEST_CASE("ten minutes of swing at 174 BPM stay within 0.01 ms of the grid, none missed, none doubled") {
  Bank bank;
  for (int step = 0; step < 16; ++step) bank[0].pattern.set(rhythm::kHat, step, 100);
  const sequencer::Groove groove{.swing_percent = 62.0};
  sequencer::MidiSettings midi;
  midi.on[rhythm::kHat] = true;
  Playback playback;
  playback.set_tempo(174.0, 0.0);
  playback.start(bank, 0, 100.0);
  core::Rng rng(1);
  const double step_ms = 60000.0 / 174.0 / 4.0;
  std::int64_t hits = 0;
  std::int64_t notes = 0;
  double worst_ms = 0.0;
  for (double now_ms = 0.0; now_ms < 600000.0; now_ms += 20.0 + 10.0 * static_cast<double>(rng.uniform())) {
    for (const TimedEvent& event : playback.schedule(now_ms, 100.0, bank, groove, 0.0, &midi, {})) {
      const bool hit = event.kind == EventKind::hit;
      if (!hit && event.velocity == 0) continue;
      std::int64_t& step = hit ? hits : notes;
      const double swing = step % 2 == 1 ? 62.0 / 50.0 - 1.0 : 0.0;
      worst_ms = std::max(worst_ms, std::abs(event.time_ms - (100.0 + (static_cast<double>(step) + swing) * step_ms)));
      ++step;
    }
  }
  CHECK(worst_ms <= 0.01);
  CHECK(hits == notes);
  CHECK(hits >= static_cast<std::int64_t>(600000.0 / step_ms));
}

TEST_CASE("tempo changes at random moments neither double nor drop a step nor disorder them") {
  core::Rng rng(7);
  Bank bank;
  for (int step = 0; step < 16; ++step) bank[0].pattern.set(rhythm::kKick, step, 100);
  const sequencer::Groove groove{.swing_percent = 66.0};
  Playback playback;
  playback.start(bank, 0, 50.0);
  double last_ms = 0.0;
  std::size_t count = 0;
  for (double now_ms = 0.0; now_ms < 30000.0; now_ms += 25.0) {
    if (rng.below(3) == 0) playback.set_tempo(between(rng, 20, 300), now_ms);
    for (const TimedEvent& event : playback.schedule(now_ms, 100.0, bank, groove, 0.0, nullptr, {})) {
      CHECK(event.time_ms >= now_ms);
      CHECK(event.time_ms - last_ms >= 33.99);  // a swung step at 300 BPM
      last_ms = event.time_ms;
      ++count;
    }
  }
  // Steps are whole numbers of the transport, so none was dropped if as many came as it counts.
  CHECK(count == static_cast<std::size_t>(std::ceil(playback.transport().position(last_ms + 1e-6))));
}

TEST_CASE("an early onset on the bar line is of the pattern that begins there") {
  Bank bank;
  bank[0] = Slot(4);
  bank[1] = Slot(4);
  bank[1].pattern.set(rhythm::kRim, 0, 100);
  bank[1].detail(rhythm::kRim, 0).micro = -50;
  Playback playback;
  playback.start(bank, 0, 0.0);  // 125 ms a step
  std::vector<double> times;
  const session::Cues cues{.next_slot = [] { return 1; }, .answer = {}};
  for (double now_ms = 0.0; now_ms < 600.0; now_ms += 25.0) {
    for (const TimedEvent& event :
         playback.schedule(now_ms, 100.0, bank, {}, session::earliest_micro(bank), nullptr, cues)) {
      CHECK(event.time_ms - now_ms > 70.0);
      times.push_back(event.time_ms);
    }
  }
  CHECK(times == std::vector<double>{437.5});
}

}  // namespace
