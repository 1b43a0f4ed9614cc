#include "env/held_out.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "core/rng.h"
#include "env/term_tables.h"

namespace env {
namespace {

constexpr std::uint64_t kOneIn = 16;

// FNV-1a (Fowler, Noll & Vo) over the steps, then the finaliser of SplitMix64 (Steele, Lea & Flood 2014), because the
// last steps reach too few of FNV's bits.
std::uint64_t hash_of(const rhythm::StepSet& kick) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (int step = 0; step < kick.steps(); ++step) hash = (hash ^ (kick.test(step) ? 1U : 2U)) * 0x100000001B3ULL;
  hash = (hash ^ hash >> 30U) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ hash >> 27U) * 0x94D049BB133111EBULL;
  return hash ^ hash >> 31U;
}

std::vector<rhythm::Row> list_kicks(int steps) {
  std::vector<rhythm::Row> kicks;
  for (StepBits bits = 1; bits < StepBits{1} << steps; ++bits) {
    rhythm::Row kick = row_of(bits, steps);
    if (steps < kFewestHeldOutSteps || is_held_out(kick)) kicks.push_back(std::move(kick));
  }
  return kicks;
}

std::vector<rhythm::Row> draw_kicks(int steps, int count, core::Rng& rng) {
  std::set<rhythm::Row> kicks;
  std::vector<rhythm::Row> in_order;
  while (static_cast<int>(in_order.size()) < count) {
    rhythm::Row kick = rhythm::random_row(rng, steps);
    if (is_held_out(kick) && kicks.insert(kick).second) in_order.push_back(std::move(kick));
  }
  return in_order;
}

}  // namespace

bool is_held_out(const rhythm::StepSet& kick) {
  if (kick.steps() < kFewestHeldOutSteps || !kick.any()) return false;
  return hash_of(kick) % kOneIn == 0;
}

bool is_held_out(std::span<const std::uint8_t> kick) { return is_held_out(rhythm::StepSet::from_row(kick)); }

std::vector<rhythm::Row> held_out_kicks(int steps, int count, std::uint64_t seed) {
  assert(steps >= rhythm::kMinSteps && steps <= rhythm::kMaxSteps && count >= 0 && count <= kMaxHeldOutKicks);
  core::Rng rng(seed);
  if (steps > kMaxTableSteps) return draw_kicks(steps, count, rng);
  std::vector<rhythm::Row> kicks = list_kicks(steps);
  const auto wanted = std::min(kicks.size(), static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < wanted; ++k) {  // Fisher & Yates, as far as needed
    std::swap(kicks[k], kicks[k + rng.below(static_cast<std::uint32_t>(kicks.size() - k))]);
  }
  kicks.resize(wanted);
  return kicks;
}

}  // namespace env
