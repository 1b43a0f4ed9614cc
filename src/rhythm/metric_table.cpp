#include "rhythm/metric_table.h"

#include <algorithm>
#include <array>
#include <string>

#include "rhythm/clock.h"
#include "rhythm/distance.h"
#include "rhythm/groove.h"
#include "rhythm/intervals.h"
#include "rhythm/syncopation.h"

namespace rhythm {
namespace {

using Input = const MetricInput&;
using Value = std::optional<double>;

int steps(Input in) { return in.snare.steps(); }

Onsets kick_or_silence(Input in) { return in.kick != nullptr ? *in.kick : Onsets(StepSet(steps(in))); }

Value witek_of(Input in) {
  const Onsets kick = kick_or_silence(in);
  return in.hat != nullptr ? witek(kick, in.snare, *in.hat, in.metre) : witek(kick, in.snare, in.metre);
}

constexpr std::string_view kNeedsClock =
    "Clocks tick every 2, 3 or 4 steps: choose a length that is a multiple of 2 or 3.";

constexpr std::string_view kGomez = "Gómez, Melvin, Rappaport & Toussaint 2005, Mathematical measures of syncopation";
constexpr std::string_view kMilne =
    "Milne, Bulger & Herff 2017, Exploring the space of perfectly balanced rhythms and scales";

constexpr std::array kMetrics = {
    Metric{.key = "difference",
           .name = "Difference",
           .term = "Difference",
           .unit = "",
           .help = "On how many steps exactly one of kick and snare plays; 1 is the exact complement of the kick.",
           .source = "The origin of this project; Hamming 1950, Error detecting and error correcting codes",
           .needs = "",
           .scope = MetricScope::kKit,
           .value = [](Input in) -> Value { return difference(kick_or_silence(in), in.snare); },
           .range = [](Input) { return Range{-1.0, 1.0}; }},
    Metric{
        .key = "lhl",
        .name = "Syncopation",
        .term = "LHL",
        .unit = "per bar",
        .help = "Hits just before a stronger step that stays silent; more when the step is stronger.",
        .source = "Longuet-Higgins & Lee 1984, The rhythmic interpretation of monophonic music; Fitch & Rosenfeld 2007",
        .needs = "",
        .value = [](Input in) -> Value { return lhl(in.snare, in.metre); },
        .range = [](Input in) { return Range{0.0, lhl_maximum(in.metre)}; }},
    Metric{.key = "cscore",
           .name = "Hidden beat",
           .term = "C-score",
           .unit = "in the pattern",
           .help = "How badly the best steady beat you could tap to it fits; 0 when one fits perfectly.",
           .source = "Povel & Essens 1985, Perception of temporal patterns",
           .needs = kNeedsClock,
           .value = [](Input in) -> Value { return cscore(in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(cscore_maximum(steps(in)))}; }},
    Metric{.key = "tmc",
           .name = "Weak steps",
           .term = "Metrical complexity",
           .unit = "per bar",
           .help = "How much weaker its steps are than the strongest ones that many hits could have taken.",
           .source = "Toussaint 2002, A mathematical analysis of African, Brazilian, and Cuban clave rhythms",
           .needs = "",
           .value = [](Input in) -> Value { return tmc(in.snare, in.metre); },
           .range = [](Input in) { return Range{0.0, tmc_maximum(in.metre)}; }},
    Metric{.key = "keith_full",
           .name = "Early and late notes",
           .term = "Keith, full",
           .unit = "in the pattern",
           .help = "Notes that start (2) or end (1) off the pulse their own length suggests.",
           .source = "Keith 1991, From Polychords to Pólya",
           .needs = "",
           .value = [](Input in) -> Value { return keith_full(in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(keith_full_maximum(steps(in)))}; }},
    Metric{.key = "keith_count",
           .name = "Early notes",
           .term = "Keith, count",
           .unit = "hits",
           .help = "How many notes start off the pulse their own length suggests.",
           .source = kGomez,
           .needs = "",
           .value = [](Input in) -> Value { return keith_count(in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(keith_count_maximum(steps(in)))}; }},
    Metric{.key = "tob",
           .name = "Off-beat hits",
           .term = "Off-beatness",
           .unit = "hits",
           .help = "How many hits fall where no steady pulse from the first step ever comes.",
           .source = "Toussaint 2005, Mathematical features for recognizing preference in Sub-Saharan African "
                     "traditional rhythm timelines",
           .needs = "",
           .value = [](Input in) -> Value { return tob(in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(tob_maximum(steps(in)))}; }},
    Metric{.key = "wnbd",
           .name = "Distance to the beat",
           .term = "WNBD",
           .unit = "per hit",
           .help = "Hits close to a beat but not on it, twice as much when they sound across the next one.",
           .source = kGomez,
           .needs = "",
           .value = [](Input in) -> Value { return wnbd(in.snare, in.metre.beat_steps()); },
           .range = [](Input in) { return Range{0.0, wnbd_maximum(in.metre.beat_steps())}; }},
    Metric{.key = "sg",
           .name = "Accents against the metre",
           .term = "SG",
           .unit = "per bar",
           .help = "Weak hits that stand out between silent stronger steps, before and after.",
           .source = "Sioros & Guedes 2011, Complexity driven recombination of MIDI loops",
           .needs = "",
           .value = [](Input in) -> Value { return sg(in.snare, in.metre); },
           .range = [](Input in) { return Range{0.0, sg_maximum(in.metre, steps(in))}; }},
    Metric{.key = "pressing",
           .name = "Effort",
           .term = "Pressing's complexity",
           .unit = "in the pattern",
           .help = "What each beat costs the mind: straight beats little, off-beat ones much.",
           .source = "Pressing 1999, Cognitive complexity and the structure of musical patterns",
           .needs = "Pressing's costs are for beats of four steps: choose a length that is a multiple of 4.",
           .value = [](Input in) -> Value { return pressing(in.snare); },
           .range = [](Input in) { return Range{0.0, pressing_maximum(steps(in))}; }},
    Metric{.key = "witek",
           .name = "Groove",
           .term = "Witek's index",
           .unit = "in the pattern",
           .help =
               "Kick and snare hits just before a stronger step that they leave to others; a medium amount moves most.",
           .source = "Witek, Clarke, Wallentin, Kringelbach & Vuust 2014, Syncopation, body-movement and pleasure in "
                     "groove music",
           .needs = "The groove index is for beats of four steps: choose a metre such as 2,2,2,2 or 3,2,2.",
           .scope = MetricScope::kKit,
           .value = witek_of,
           .range = [](Input in) { return Range{0.0, witek_maximum(in.metre, steps(in), in.hat != nullptr)}; }},
    Metric{.key = "ps_like",
           .name = "Difficulty",
           .term = "PS-like",
           .unit = "rating",
           .help = "A guess at how hard listeners would call it, about 1 easy to 5 hard for 16 steps.",
           .source = "After Shmulevich & Povel 2000, Measures of temporal pattern complexity; coefficients fitted here",
           .needs = kNeedsClock,
           .value = [](Input in) -> Value { return ps_like(in.snare); },
           .range = [](Input in) { return Range{kPsLikeMinimum, ps_like_maximum(steps(in))}; }},
    Metric{.key = "lz76",
           .name = "New material",
           .term = "Lempel-Ziv complexity",
           .unit = "phrases",
           .help = "In how many pieces it can be told when everything heard before may be copied.",
           .source = "Lempel & Ziv 1976, On the complexity of finite sequences",
           .needs = "",
           .value = [](Input in) -> Value { return lz76(in.snare); },
           .range =
               [](Input in) {
                 return Range{static_cast<double>(lz76_minimum(steps(in))),
                              static_cast<double>(lz76_maximum(steps(in)))};
               }},
    Metric{.key = "ioi_entropy",
           .name = "Mixed gaps",
           .term = "IOI entropy",
           .unit = "bits",
           .help = "How many different gaps between hits it mixes; 0 when all are the same.",
           .source = "Shannon 1948, A mathematical theory of communication",
           .needs = "",
           .value = [](Input in) -> Value { return ioi_entropy(in.snare); },
           .range = [](Input in) { return Range{0.0, ioi_entropy_maximum(steps(in))}; }},
    Metric{
        .key = "npvi",
        .name = "Long against short",
        .term = "nPVI",
        .unit = "%",
        .help = "How much each gap differs from the one before it.",
        .source = "Grabe & Low 2002, Durational variability in speech and the rhythm class hypothesis; Toussaint 2013",
        .needs = "",
        .value = [](Input in) -> Value { return npvi(in.snare); },
        .range = [](Input in) { return Range{0.0, npvi_maximum(steps(in))}; }},
    Metric{.key = "balance",
           .name = "Balance",
           .term = "Balance",
           .unit = "",
           .help = "Whether a wheel with its hits on the rim would spin true; 1 when it would.",
           .source = kMilne,
           .needs = "",
           .value = [](Input in) -> Value { return balance(in.snare); },
           .range = [](Input) { return Range{0.0, 1.0}; }},
    Metric{.key = "evenness",
           .name = "Evenness",
           .term = "Evenness",
           .unit = "",
           .help = "How close its hits are to equal spacing; 1 when all gaps are the same.",
           .source = kMilne,
           .needs = "",
           .value = [](Input in) -> Value { return evenness(in.snare); },
           .range = [](Input) { return Range{0.0, 1.0}; }},
    Metric{.key = "density",
           .name = "Density",
           .term = "Density",
           .unit = "",
           .help = "The share of steps that sound.",
           .source = "Plain count",
           .needs = "",
           .value = [](Input in) -> Value { return density(in.snare); },
           .range = [](Input) { return Range{0.0, 1.0}; }},
    Metric{.key = "hamming",
           .name = "Steps that differ",
           .term = "Hamming distance",
           .unit = "steps",
           .help = "On how many steps exactly one of the two plays.",
           .source = "Hamming 1950, Error detecting and error correcting codes",
           .needs = "",
           .scope = MetricScope::kPair,
           .value = [](Input in) -> Value { return hamming(*in.kick, in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(steps(in))}; }},
    Metric{.key = "swap",
           .name = "Moves",
           .term = "Swap distance",
           .unit = "moves",
           .help = "By how many steps its hits must move to become the other pattern.",
           .source = "Toussaint 2004, A comparison of rhythmic similarity measures",
           .needs = "The swap distance needs equally many hits in both; the directed swap distance does not.",
           .scope = MetricScope::kPair,
           .value = [](Input in) -> Value { return swap_distance(*in.kick, in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(swap_distance_maximum(steps(in)))}; }},
    Metric{
        .key = "directed_swap",
        .name = "Moves and merges",
        .term = "Directed swap distance",
        .unit = "moves",
        .help = "As moves, where several hits of the busier pattern may land on one of the other.",
        .source = "Díaz-Báñez, Farigu, Gómez, Rappaport & Toussaint 2004, El compás flamenco: a phylogenetic analysis",
        .needs = "The directed swap distance needs a hit in each pattern, or in neither.",
        .scope = MetricScope::kPair,
        .value = [](Input in) -> Value { return directed_swap_distance(*in.kick, in.snare); },
        .range = [](Input in) { return Range{0.0, static_cast<double>(directed_swap_distance_maximum(steps(in)))}; }},
    Metric{.key = "chronotonic",
           .name = "Difference of gaps",
           .term = "Chronotonic distance",
           .unit = "steps",
           .help = "At every step, how different the gaps are that the two are in.",
           .source = "Gustafson 1988, The graphical representation of rhythm; Toussaint 2004",
           .needs = "",
           .scope = MetricScope::kPair,
           .value = [](Input in) -> Value { return chronotonic(*in.kick, in.snare); },
           .range = [](Input in) { return Range{0.0, static_cast<double>(chronotonic_maximum(steps(in)))}; }},
};

core::Status check_length(const Onsets* voice, std::string_view name, int steps) {
  if (voice == nullptr || voice->steps() == steps) return {};
  return core::fail("The " + std::string(name) + " has " + std::to_string(voice->steps()) + " steps and the snare " +
                    std::to_string(steps) + ": write them with the same length.");
}

}  // namespace

std::span<const Metric> metric_table() { return kMetrics; }

core::Status check_input(const MetricInput& input) {
  if (core::Status status = check_length(input.kick, "kick", steps(input)); !status) return status;
  if (core::Status status = check_length(input.hat, "hat", steps(input)); !status) return status;
  return check_metre(input.metre, steps(input));
}

core::Result<double> score(const Metric& metric, const MetricInput& input) {
  if (const core::Status status = check_input(input); !status) return std::unexpected(status.error());
  if (metric.scope == MetricScope::kPair && input.kick == nullptr) {
    return core::fail(std::string(metric.term) + " compares the snare with a kick: give one.");
  }
  if (const std::optional<double> value = metric.value(input)) return *value;
  return core::fail(std::string(metric.needs));
}

}  // namespace rhythm
