// The terms and the presets themselves.
#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "core/text.h"
#include "rhythm/reward_mix.h"

namespace rhythm {
namespace {

// All weights were chosen by ear and by looking at the best snares for many kicks; see the comment of each.
RewardSettings in_style(Style style, std::initializer_list<std::pair<Term, TermSetting>> terms) {
  RewardSettings settings = mix(terms);
  settings.style = style;
  settings[Term::similarity] = more(1.0F);
  return settings;
}

// The one that listens to its kick alone, and learned first.
RewardPreset original() {
  return {"Original", "The exact opposite of the kick.", mix({{Term::difference, more(1.0F)}})};
}

// LHL alone wants every off-beat and nothing else; that pattern has the C-score 0, so the two together keep an
// answer of four or five hits that fights the beat but hears the kick: x.....x.x....... gets ...x.x...x.....x.
RewardPreset syncopated() {
  return {"Syncopated answer", "As complicated as an answer to the kick can be.",
          mix({{Term::lhl, more(1.0F)},
               {Term::cscore, more(1.0F)},
               {Term::overlap, less(1.0F)},
               {Term::density, about(1.0F, 0.28F)}})};
}

// Levels are shares of what 16 steps allow: a density of 0.1875 is 3 hits in a bar, 0.4375 is 7. Beside a style the
// other terms weigh so little that all of them together cannot make good a single mistake: they choose among what the
// style allows.
std::vector<RewardPreset> make_presets() {
  return {
      original(),
      {"Straight", "Snares on 2 and 4: house, rock, disco.", in_style(Style::straight, {})},

      // Two ghost notes or so, where the kick leaves room and not in a row.
      {"Backbeat", "Snares on 2 and 4, with ghost notes out of the kick's way.",
       in_style(
           Style::backbeat,
           {{Term::density, about(0.1F, 0.25F)}, {Term::overlap, less(0.25F)}, {Term::witek, about(0.1F, 0.15F)}})},

      {"Half-time", "A snare on 3, with air around it: trap, dubstep.",
       in_style(Style::half_time,
                {{Term::density, about(0.1F, 0.125F)}, {Term::overlap, less(0.1F)}, {Term::witek, about(0.1F, 0.1F)}})},

      {"One drop", "A snare on 3, with the kick: reggae.",
       in_style(
           Style::one_drop,
           {{Term::density, about(0.1F, 0.0625F)}, {Term::overlap, more(0.1F)}, {Term::witek, about(0.1F, 0.1F)}})},

      {"Dembow", "The off-beat snares of reggaeton.",
       in_style(Style::dembow, {{Term::density, about(0.1F, 0.25F)}, {Term::overlap, less(0.1F)}})},

      {"Motor", "A snare on every beat: Motown.", in_style(Style::motor, {})},

      // Of the claves the one that this kick leaves most room, and that fights the beat most.
      {"Clave", "Son, rumba or bossa nova, the one that suits the kick.",
       in_style(Style::clave, {{Term::overlap, less(0.2F)}, {Term::cscore, less(0.1F)}, {Term::lhl, more(0.05F)}})},

      {"Bell", "A bell pattern of twelve steps, turned to suit the kick.",
       in_style(Style::bell, {{Term::overlap, less(0.2F)}, {Term::cscore, less(0.1F)}, {Term::lhl, more(0.05F)}})},

      // Seven hits in runs of at most three.
      {"Busy", "2 and 4 and a chatter of ghost notes around the kick.",
       in_style(Style::busy, {{Term::density, about(0.15F, 0.4375F)},
                              {Term::overlap, less(0.3F)},
                              {Term::evenness, more(0.05F)},
                              {Term::witek, about(0.05F, 0.2F)}})},

      {"Sparse", "Two or three well-placed hits and a lot of air.",
       in_style(Style::sparse, {{Term::density, about(0.1F, 0.125F)},
                                {Term::overlap, less(0.15F)},
                                {Term::cscore, less(0.1F)},
                                {Term::witek, about(0.1F, 0.2F)}})},
      syncopated(),
  };
}

// The presets of before there were styles: by terms alone they are far harder to answer.
std::vector<RewardPreset> make_mixes() {
  return {
      original(),

      // Snares on 2 and 4 and two ghost notes where the kick leaves room: x.....x.x....... gets ....x..x....x..x. A low
      // C-score keeps the beat easy to find, some groove keeps it from marching.
      {"Backbeat mix", "Snares on 2 and 4, with ghost notes out of the kick's way.",
       mix({{Term::backbeat, more(1.0F)},
            {Term::density, about(0.6F, 0.25F)},
            {Term::overlap, less(0.4F)},
            {Term::cscore, less(0.4F)},
            {Term::witek, about(0.5F, 0.15F)}})},
      syncopated(),

      // Two hits, sometimes three, that answer the kick where it leaves the beat open: x..x....x.x..... gets
      // ....x.......x..., x.....x...x...x. gets ..x............x.
      {"Sparse mix", "Two well-placed hits and a lot of air.",
       mix({{Term::density, about(1.0F, 0.125F)},
            {Term::overlap, less(0.4F)},
            {Term::cscore, less(0.4F)},
            {Term::witek, about(0.6F, 0.2F)}})},

      // Seven hits: 2 and 4 stay, ghost notes fill the kick's gaps in runs of at most three.
      {"Busy mix", "2 and 4 and a chatter of ghost notes around the kick.",
       mix({{Term::density, about(1.0F, 0.4375F)},
            {Term::backbeat, more(0.5F)},
            {Term::overlap, less(0.6F)},
            {Term::witek, about(0.5F, 0.2F)},
            {Term::cscore, less(0.3F)},
            {Term::evenness, more(0.3F)}})},

      // Of five hits with the syncopation of the claves, son is the one both even and balanced. Which of its rotations,
      // or which neighbour, the kick decides: x.........x..... gets ..x.x...x..x..x., the son clave from its 2-side.
      {"Clave mix", "Five hits, spread evenly but against the beat, like a clave.",
       mix({{Term::density, about(1.0F, 0.3125F)},
            {Term::evenness, more(0.5F)},
            {Term::balance, more(0.2F)},
            {Term::lhl, about(0.6F, 0.3F)},
            {Term::overlap, less(0.2F)}})},
  };
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

constexpr std::string_view kBalancedRhythms =
    "Milne, Bulger & Herff 2017, Exploring the space of perfectly balanced rhythms and scales";

}  // namespace

const std::array<TermInfo, kTermCount>& term_table() {
  static constexpr std::array<TermInfo, kTermCount> table = {{
      {Term::difference, "difference", "Opposite of the kick", "Plays where the kick rests and rests where it plays.",
       "Difference", "The origin of this project; Hamming 1950, Error detecting and error correcting codes"},
      {Term::lhl, "lhl", "Syncopation", "Hits just before a stronger step that stays silent.", "LHL",
       "Longuet-Higgins & Lee 1984, The rhythmic interpretation of monophonic music; Fitch & Rosenfeld 2007"},
      {Term::cscore, "cscore", "Hidden beat", "How hard kick and snare together make it to tap a steady beat.",
       "C-score of kick or snare", "Povel & Essens 1985, Perception of temporal patterns"},
      {Term::witek, "witek", "Groove",
       "Kick and snare hits just before a stronger step that they leave to others; a medium amount moves most.",
       "Witek's index",
       "Witek, Clarke, Wallentin, Kringelbach & Vuust 2014, Syncopation, body-movement and pleasure in groove music"},
      {Term::wnbd, "wnbd", "Near misses", "Hits close to a beat but not on it, ringing across the next one.", "WNBD",
       "Gómez, Melvin, Rappaport & Toussaint 2005, Mathematical measures of syncopation"},
      {Term::density, "density", "Busyness", "The share of steps that have a snare.", "Density", "Plain count"},
      {Term::overlap, "overlap", "Together with the kick", "The share of the kick's hits that the snare doubles.",
       "Overlap", "Plain count"},
      {Term::backbeat, "backbeat", "Backbeat", "The share of every second beat (2 and 4) that has a snare.",
       "Backbeat anchor", "Plain count"},
      {Term::evenness, "evenness", "Even spacing", "How close the hits are to equal spacing.", "Evenness",
       kBalancedRhythms},
      {Term::balance, "balance", "Balance", "Whether a wheel with the hits on its rim would spin true.", "Balance",
       kBalancedRhythms},
      {Term::similarity, "similarity", "In the style",
       "How well it keeps to a style, each mistake halving it; or how much it is like the snare you liked.",
       "Hamming similarity", "Hamming 1950, Error detecting and error correcting codes"},
  }};
  return table;
}

const TermInfo* find_term(std::string_view key) {
  const auto found = std::ranges::find(term_table(), key, &TermInfo::key);
  return found != term_table().end() ? &*found : nullptr;
}

std::span<const RewardPreset> reward_presets() {
  static const std::vector<RewardPreset> presets = make_presets();
  return presets;
}

std::span<const RewardPreset> reward_mixes() {
  static const std::vector<RewardPreset> mixes = make_mixes();
  return mixes;
}

const RewardPreset* find_preset(std::string_view name) {
  const auto same = [&](const RewardPreset& preset) { return std::ranges::equal(preset.name, name, {}, lower, lower); };
  for (const auto presets : {reward_presets(), reward_mixes()}) {
    const auto found = std::ranges::find_if(presets, same);
    if (found != presets.end()) return &*found;
  }
  return nullptr;
}

core::Result<RewardSettings> preset_settings(std::string_view name) {
  if (const RewardPreset* preset = find_preset(name)) return preset->settings;
  std::string names;
  for (const RewardPreset& preset : reward_presets()) {
    names += (names.empty() ? "" : &preset == &reward_presets().back() ? " or " : ", ") + std::string(preset.name);
  }
  return core::fail("There is no preset " + core::in_quotes(name) + ": use " + names + ".");
}

const RewardPreset* matching_preset(const RewardSettings& settings) {
  for (const auto presets : {reward_presets(), reward_mixes()}) {
    const auto found = std::ranges::find_if(presets, [&](const RewardPreset& preset) {
      return preset.settings.terms == settings.terms && preset.settings.style == settings.style;
    });
    if (found != presets.end()) return &*found;
  }
  return nullptr;
}

}  // namespace rhythm
