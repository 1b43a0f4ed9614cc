// How a pattern lies in time: its time signature and how finely it divides the beat.
//
// Lengths are ticks, 24 of them a quarter note as MIDI clock has it: every step of every resolution is a whole number
// of ticks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/status.h"
#include "rhythm/metre.h"

namespace rhythm {

inline constexpr int kTicksPerQuarter = 24;

enum class Signature : std::uint8_t { four_four, three_four, six_eight, five_four, seven_eight };
enum class Resolution : std::uint8_t { eighths, sixteenths, triplets, thirty_seconds };  // triplets of eighths

inline constexpr std::array<std::string_view, 5> kSignatureNames = {"4/4", "3/4", "6/8", "5/4", "7/8"};
inline constexpr std::array<std::string_view, 4> kResolutionNames = {"8ths", "16ths", "triplets", "32nds"};
std::optional<Signature> find_signature(std::string_view name);
std::optional<Resolution> find_resolution(std::string_view name);

struct Timing {
  Signature signature = Signature::four_four;
  Resolution resolution = Resolution::sixteenths;

  bool operator==(const Timing&) const = default;

  int step_ticks() const;
  // A beat of 6/8 is a dotted quarter note, of 7/8 an eighth.
  int beat_ticks() const;
  int bar_ticks() const;
  int beat_steps() const { return beat_ticks() / step_ticks(); }
  int bar_steps() const { return bar_ticks() / step_ticks(); }
  // Whether so many steps are whole bars.
  bool whole_bars(int steps) const { return steps % bar_steps() == 0; }
  // That of whole bars; what any other length most likely means (Metre::default_for).
  Metre metre(int steps) const;
};

// Errors: the signature has no triplets, since its beats are threes of eighths, or single ones.
core::Status check_timing(const Timing& timing);

}  // namespace rhythm
