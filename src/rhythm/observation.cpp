#include "rhythm/observation.h"

#include <algorithm>
#include <cassert>

namespace rhythm {
namespace {

float input_of(bool onset) { return onset ? kOnsetInput : kRestInput; }

}  // namespace

void write_pattern(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare, std::span<float> inputs) {
  assert(kick.size() == snare.size());
  assert(inputs.size() == kick.size() * 3);
  const std::size_t steps = kick.size();
  for (std::size_t step = 0; step < steps; ++step) {
    inputs[step] = input_of(kick[step] != 0);
    inputs[steps + step] = input_of(snare[step] != 0);
    inputs[2 * steps + step] = inputs[step] * inputs[steps + step];
  }
}

void write_pattern(const StepSet& kick, const StepSet& snare, std::span<float> inputs) {
  assert(kick.steps() == snare.steps());
  const auto steps = static_cast<std::size_t>(kick.steps());
  assert(inputs.size() == steps * 3);
  std::size_t step = 0;
  for (std::size_t w = 0; w < kick.words().size(); ++w) {
    StepSet::Word kicks = kick.words()[w];
    StepSet::Word snares = snare.words()[w];
    for (const std::size_t end = std::min(steps, step + StepSet::kWordSteps); step < end; ++step) {
      inputs[step] = input_of((kicks & 1U) != 0);
      inputs[steps + step] = input_of((snares & 1U) != 0);
      inputs[2 * steps + step] = inputs[step] * inputs[steps + step];
      kicks >>= 1U;
      snares >>= 1U;
    }
  }
}

void toggle_snare(std::span<float> inputs, int steps, int step) {
  for (const int index : {snare_index(steps, step), product_index(steps, step)}) {
    float& input = inputs[static_cast<std::size_t>(index)];
    input = -input;
  }
}

void write_wishes(const TermValues& weights, std::span<const std::uint8_t> liked, std::span<float> inputs) {
  assert(inputs.size() > kTermCount && (liked.empty() || inputs.size() == kTermCount + liked.size()));
  std::ranges::copy(weights, inputs.begin());
  const std::span<float> liked_inputs = inputs.subspan(kTermCount);
  std::ranges::fill(liked_inputs, 0.0F);
  for (std::size_t step = 0; step < liked.size(); ++step) liked_inputs[step] = input_of(liked[step] != 0);
}

}  // namespace rhythm
