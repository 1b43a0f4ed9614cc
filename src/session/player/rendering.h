// What a pattern or the song sounds like from its first step to its last, without a clock: for files.
//
// The same playback as live: swing, details, cycles of their own, humanise, tempo. Rows sound as they are, answers of
// agents among them.
#pragma once

#include <vector>

#include "core/status.h"
#include "session/song/document.h"

namespace session {

// A quarter is a quarter note, from the start.
struct RenderedHit {
  double quarter = 0.0;
  double time_ms = 0.0;
  int voice = 0;
  int velocity = 0;  // 1-127
  int kit = 0;
};
struct RenderedTempo {
  double quarter = 0.0;
  double tempo_bpm = 120.0;
};

struct Rendering {
  std::vector<RenderedHit> hits;      // by time, none before 0
  std::vector<RenderedTempo> tempos;  // the first at 0
  double quarters = 0.0;              // of all of it
  double length_ms = 0.0;
  rhythm::Timing timing;  // of its first pattern
};

enum class Rendered : std::uint8_t { pattern, song };

inline constexpr int kMostRenderedCycles = 64;
inline constexpr double kMostRenderedMs = 20.0 * 60.0 * 1000.0;

// The pattern that is shown, so many times, or the song once. Errors: no song, too many cycles, longer than
// kMostRenderedMs.
core::Result<Rendering> render(const Document& document, Rendered what, int cycles = 1);

}  // namespace session
