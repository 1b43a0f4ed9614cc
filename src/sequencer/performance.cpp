#include "sequencer/performance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace sequencer {
namespace {

// What a number is drawn for: each has its own stream.
enum class Draw : std::uint64_t { probability = 1, time = 2, velocity = 3 };

// The finaliser of SplitMix64 (Steele, Lea & Flood 2014).
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

// `step`: of sixteenths, as before there were others; finer ones lie between.
std::uint64_t draw(std::uint32_t seed, Draw what, std::int64_t tick, int voice, int ratchet) {
  const std::int64_t step = tick / kTicksPerSixteenth + (tick % kTicksPerSixteenth << 40U);
  const std::uint64_t stream = mix((std::uint64_t{seed} << 8U) | static_cast<std::uint64_t>(what));
  const auto place = static_cast<std::uint64_t>(voice * kMaxRatchets + ratchet);
  return mix(mix(stream + static_cast<std::uint64_t>(step)) + place);
}

// Triangular in (-1, 1): two uniforms, so that small deviations are the common ones and large ones have a bound.
double wander(std::uint64_t bits) {
  constexpr double kUnit = 1.0 / 4294967296.0;
  return (static_cast<double>(bits >> 32U) + static_cast<double>(bits & 0xFFFFFFFFU)) * kUnit - 1.0;
}

int wrap(std::int64_t step, int steps) { return static_cast<int>(((step % steps) + steps) % steps); }

int step_ticks(const Score& score) { return rhythm::Timing{.resolution = score.resolution}.step_ticks(); }
// A step in sixteenths.
double step_length(const Score& score) { return static_cast<double>(step_ticks(score)) / kTicksPerSixteenth; }

// `dividend` / `divisor`, rounded up; divisor > 0.
std::int64_t divide_up(std::int64_t dividend, std::int64_t divisor) {
  return dividend / divisor + (dividend % divisor > 0 ? 1 : 0);
}

// The step of the pattern's cycles that begins on this tick, counted from one of them on.
std::int64_t step_of(const Score& score, std::int64_t tick, std::int64_t from) {
  return (tick - from) / step_ticks(score);
}

// Where a step lies, in sixteenths since the start. Each cycle of the pattern begins on the beat, also after an odd
// number of steps.
double swung(const Score& score, std::int64_t tick) {
  const int cell = wrap(step_of(score, tick, score.cycle_start), score.pattern.steps());
  return static_cast<double>(tick) / kTicksPerSixteenth +
         swing_steps(score.groove, score.resolution, cell) * step_length(score);
}

VoiceSettings settings_of(const Score& score, int voice) {
  return score.voices.empty() ? VoiceSettings{} : score.voices[static_cast<std::size_t>(voice)];
}

bool audible(const Score& score, int voice) {
  const VoiceSettings settings = settings_of(score, voice);
  return !settings.mute && (settings.solo || !std::ranges::any_of(score.voices, &VoiceSettings::solo));
}

// The cell of the pattern that this voice plays on this step.
int cell_of(const Score& score, int voice, std::int64_t tick) {
  const int steps = score.pattern.steps();
  const int length = settings_of(score, voice).length;
  if (length == 0 || length >= steps) return wrap(step_of(score, tick, score.cycle_start), steps);
  return wrap(step_of(score, tick, score.origin), length);
}

void append_step(const Score& score, const Transport& transport, int voice, std::int64_t tick,
                 std::vector<Onset>& onsets) {
  const int cell = cell_of(score, voice, tick);
  const std::uint8_t velocity = score.pattern.velocity(voice, cell);
  if (velocity == 0) return;
  const std::size_t index = static_cast<std::size_t>(voice * score.pattern.steps() + cell);
  const StepDetail detail = score.details.empty() ? StepDetail{} : score.details[index];
  const std::uint32_t seed = score.groove.seed;
  if (draw(seed, Draw::probability, tick, voice, 0) % 100 >= detail.probability) return;
  const double begin = swung(score, tick) + detail.micro / 100.0 * step_length(score);
  const double apart = (swung(score, tick + step_ticks(score)) - swung(score, tick)) / detail.ratchets;
  const double offset_ms = score.groove.humanise_ms * wander(draw(seed, Draw::time, tick, voice, 0));
  for (int ratchet = 0; ratchet < detail.ratchets; ++ratchet) {
    const double wandered =
        velocity + score.groove.humanise_velocity * wander(draw(seed, Draw::velocity, tick, voice, ratchet));
    onsets.push_back({.tick = tick,
                      .voice = voice,
                      .ratchet = ratchet,
                      .velocity = static_cast<std::uint8_t>(std::clamp(std::round(wandered), 1.0, 127.0)),
                      .time_ms = transport.time_of(begin + ratchet * apart) + offset_ms,
                      .kit = score.kit});
  }
}

}  // namespace

double swing_steps(const Groove& groove, rhythm::Resolution resolution, std::int64_t step_in_cycle) {
  if (resolution == rhythm::Resolution::triplets) return 0.0;
  const double late = groove.swing_percent / kMinSwingPercent - 1.0;
  if (resolution != rhythm::Resolution::thirty_seconds) return step_in_cycle % 2 == 1 ? late : 0.0;
  // The late sixteenth is two of its steps late; what lies halfway to its neighbours stays halfway.
  constexpr std::array<double, 4> kShares = {0.0, 1.0, 2.0, 1.0};
  return kShares[static_cast<std::size_t>(step_in_cycle % 4)] * late;
}

void append_onsets(const Score& score, const Transport& transport, TickRange range, std::vector<Onset>& onsets) {
  const int length = step_ticks(score);
  const std::int64_t first = score.cycle_start + divide_up(range.first - score.cycle_start, length) * length;
  for (int voice = 0; voice < score.pattern.voices(); ++voice) {
    if (!audible(score, voice)) continue;
    for (std::int64_t tick = first; tick < range.last; tick += length) {
      append_step(score, transport, voice, tick, onsets);
    }
  }
}

void sort_onsets(std::vector<Onset>& onsets) {
  std::ranges::sort(onsets, [](const Onset& a, const Onset& b) {
    return std::tie(a.time_ms, a.voice, a.tick, a.ratchet) < std::tie(b.time_ms, b.voice, b.tick, b.ratchet);
  });
}

}  // namespace sequencer
