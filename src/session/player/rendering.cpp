#include "session/player/rendering.h"

#include <algorithm>

#include "sequencer/transport.h"
#include "session/player/playback.h"

namespace session {
namespace {

constexpr double kWindowMs = 50.0;
constexpr double kStartMs = 1000.0;  // what comes early is handed over, too

constexpr double quarters_of(double ticks) { return ticks / rhythm::kTicksPerQuarter; }

// A slot that nobody plays: the last pattern's end is followed by silence. Absent: all are in use.
std::optional<int> unused_slot(const std::vector<int>& order) {
  for (int slot = 0; slot < kSlots; ++slot) {
    if (std::ranges::find(order, slot) == order.end()) return slot;
  }
  return std::nullopt;
}

}  // namespace

core::Result<Rendering> render(const Document& document, Rendered what, int cycles) {
  if (cycles < 1 || cycles > kMostRenderedCycles) {
    return core::fail("A pattern is written from 1 to " + std::to_string(kMostRenderedCycles) + " times.");
  }
  std::vector<int> order = document.song;
  if (what == Rendered::pattern) order.assign(static_cast<std::size_t>(cycles), document.slot);
  if (order.empty()) return core::fail("The song is empty: put a pattern into it first.");
  const auto slot_of = [&](int slot) -> const Slot& { return document.bank[static_cast<std::size_t>(slot)]; };
  double ticks = 0.0;
  double estimate_ms = 0.0;
  for (const int slot : order) {
    ticks += slot_of(slot).ticks();
    estimate_ms += quarters_of(slot_of(slot).ticks()) * 60000.0 / document.feel_of(slot).tempo_bpm;
  }
  if (estimate_ms > kMostRenderedMs) return core::fail("That is longer than 20 minutes: write less of it at once.");

  Bank bank = document.bank;
  const std::optional<int> silence = unused_slot(order);
  if (silence) bank[static_cast<std::size_t>(*silence)] = Slot(kFirstSteps);
  Rendering rendering;
  rendering.quarters = quarters_of(ticks);
  rendering.timing = slot_of(order.front()).timing;
  Playback playback;
  playback.set_tempo(document.feel_of(order.front()).tempo_bpm, 0.0);
  playback.start(bank, order.front(), kStartMs);
  rendering.tempos.push_back({.quarter = 0.0, .tempo_bpm = document.feel_of(order.front()).tempo_bpm});
  std::size_t next = 1;
  double entered = slot_of(order.front()).ticks();
  const Cues cues{.next_slot =
                      [&] {
                        if (next >= order.size()) return silence.value_or(order.back());
                        const int slot = order[next++];
                        const double tempo_bpm = document.feel_of(slot).tempo_bpm;
                        if (tempo_bpm != rendering.tempos.back().tempo_bpm) {
                          rendering.tempos.push_back({.quarter = quarters_of(entered), .tempo_bpm = tempo_bpm});
                        }
                        entered += slot_of(slot).ticks();
                        return slot;
                      },
                  .tempo_bpm =
                      [&](int slot) {
                        return slot == silence ? rendering.tempos.back().tempo_bpm : document.feel_of(slot).tempo_bpm;
                      },
                  .called = {},
                  .answer = {}};
  const double early = earliest_micro(bank);
  for (double now_ms = 0.0; now_ms < kStartMs + 2.0 * kMostRenderedMs; now_ms += kWindowMs) {
    for (const auto& event : playback.schedule(now_ms, kWindowMs, bank, document.groove, early, nullptr, cues)) {
      const double at = playback.transport().tick_at(event.time_ms);
      if (event.kind != sequencer::EventKind::hit || (!silence && at >= ticks)) continue;
      rendering.hits.push_back({.quarter = std::max(0.0, quarters_of(at)),
                                .time_ms = std::max(0.0, event.time_ms - kStartMs),
                                .voice = event.voice,
                                .velocity = event.velocity,
                                .kit = event.kit});
    }
    if (playback.transport().tick_at(now_ms) > ticks + sequencer::kMostTicksLate) break;
  }
  for (std::size_t i = 0; i < rendering.tempos.size(); ++i) {
    const double end = i + 1 < rendering.tempos.size() ? rendering.tempos[i + 1].quarter : rendering.quarters;
    rendering.length_ms += (end - rendering.tempos[i].quarter) * 60000.0 / rendering.tempos[i].tempo_bpm;
  }
  std::ranges::stable_sort(rendering.hits, {}, &RenderedHit::time_ms);
  return rendering;
}

}  // namespace session
