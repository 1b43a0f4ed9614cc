#include "rhythm/reward_weights.h"

#include <doctest/doctest.h>

namespace {

using rhythm::Term;
using rhythm::TermMode;

float density_weight(const rhythm::TermSetting& setting, float value) {
  rhythm::RewardSettings settings;
  settings[Term::lhl].weight = 1.0F;  // so that nothing is scaled
  settings[Term::density] = setting;
  rhythm::TermValues values{};
  values[static_cast<std::size_t>(Term::density)] = value;
  return rhythm::linear_weights(settings, values)[static_cast<std::size_t>(Term::density)];
}

}  // namespace

TEST_CASE("maximise is the weight, minimise its opposite, wherever the pattern is") {
  for (const float value : {0.0F, 0.3F, 1.0F}) {
    CHECK(density_weight({.weight = 0.5F}, value) == 0.5F);
    CHECK(density_weight({.weight = -0.5F}, value) == -0.5F);
    CHECK(density_weight({.weight = 0.5F, .mode = TermMode::minimise}, value) == -0.5F);
  }
}

TEST_CASE("a target level pulls up from below and down from above, by its slope, and gently when it is near") {
  const rhythm::TermSetting target{.weight = 0.5F, .mode = TermMode::target, .level = 0.25F};
  CHECK(density_weight(target, 0.0F) == doctest::Approx(0.5 / 0.75));
  CHECK(density_weight(target, 1.0F) == doctest::Approx(-0.5 / 0.75));
  CHECK(density_weight(target, 0.25F) == 0.0F);
  CHECK(density_weight(target, 0.22F) == doctest::Approx(0.5 * 0.5 / 0.75).epsilon(0.001));
}

TEST_CASE("weights are divided by the largest of the settings, and nothing asked for gives nothing") {
  rhythm::RewardSettings settings;
  CHECK(rhythm::linear_weights(settings, {}) == rhythm::TermValues{});
  CHECK(rhythm::largest_weight(settings) == 0.0F);
  settings[Term::lhl].weight = -0.2F;
  settings[Term::witek].weight = 0.1F;
  const rhythm::TermValues weights = rhythm::linear_weights(settings, {});
  CHECK(rhythm::largest_weight(settings) == 0.2F);
  CHECK(weights[static_cast<std::size_t>(Term::lhl)] == -1.0F);
  CHECK(weights[static_cast<std::size_t>(Term::witek)] == 0.5F);
}
