#include "rhythm/timing.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

namespace rhythm {
namespace {

struct SignatureInfo {
  int bar_ticks;
  int beat_ticks;
};
constexpr std::array<SignatureInfo, kSignatureNames.size()> kSignatures = {
    {{96, 24}, {72, 24}, {72, 36}, {120, 24}, {84, 12}}};
constexpr std::array<int, kResolutionNames.size()> kStepTicks = {12, 6, 8, 3};

template <class Name, std::size_t N>
std::optional<Name> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Name>(found - names.begin());
}

}  // namespace

std::optional<Signature> find_signature(std::string_view name) { return find_name<Signature>(kSignatureNames, name); }
std::optional<Resolution> find_resolution(std::string_view name) {
  return find_name<Resolution>(kResolutionNames, name);
}

int Timing::step_ticks() const { return kStepTicks[static_cast<std::size_t>(resolution)]; }
int Timing::beat_ticks() const { return kSignatures[static_cast<std::size_t>(signature)].beat_ticks; }
int Timing::bar_ticks() const { return kSignatures[static_cast<std::size_t>(signature)].bar_ticks; }

Metre Timing::metre(int steps) const {
  if (!whole_bars(steps)) return Metre::default_for(steps);
  // The bar into its beats, and each beat from its largest parts down: thirds before halves, as in 6/8.
  std::vector<int> subdivisions = prime_factors(bar_ticks() / beat_ticks());
  const std::vector<int> of_beat = prime_factors(beat_steps());
  subdivisions.insert(subdivisions.end(), of_beat.rbegin(), of_beat.rend());
  const core::Result<Metre> metre = Metre::make(subdivisions);
  assert(metre);
  // A beat of a single step says nothing about where it is strong.
  return beat_steps() > 1 ? metre->with_beat(beat_steps()) : *metre;
}

core::Status check_timing(const Timing& timing) {
  if (timing.beat_ticks() % timing.step_ticks() == 0) return {};
  return core::fail(std::string(kSignatureNames[static_cast<std::size_t>(timing.signature)]) +
                    " has no triplets: choose 8ths, 16ths or 32nds, or another time signature.");
}

}  // namespace rhythm
