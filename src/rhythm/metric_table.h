// Every metric once, with the words that introduce it: what the command line prints and the page lists comes from here.
//
// A Metric is a value with plain function pointers; the table is built once and owned by metric_table().
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/status.h"
#include "rhythm/metre.h"
#include "rhythm/onsets.h"

namespace rhythm {

// What a metric listens to.
enum class MetricScope {
  kVoice,  // the snare
  kKit,    // snare and kick, and the hat where it is one; a missing kick is silent
  kPair,   // the snare against the kick: needs one
};

// What is scored. Views, not owners; kick and hat may be missing. All voices have the snare's length.
struct MetricInput {
  const Onsets& snare;
  const Metre& metre;
  const Onsets* kick = nullptr;
  const Onsets* hat = nullptr;
};

struct Range {
  double low = 0.0;
  double high = 0.0;
};

struct Metric {
  std::string_view key;     // in JSON and options: "lhl"
  std::string_view name;    // for a musician: "Syncopation"
  std::string_view term;    // its own name in the literature: "LHL"
  std::string_view unit;    // what the number counts; "" for a plain ratio
  std::string_view help;    // one line
  std::string_view source;  // the paper
  std::string_view needs;   // the sentence to say where `value` has none; "" if it always has
  MetricScope scope = MetricScope::kVoice;

  // The number; nothing where the metric does not apply. For inner loops: `input` must be in order (see score).
  std::optional<double> (*value)(const MetricInput& input) = nullptr;

  // Least and largest value over all patterns of this length, metre and set of voices: what scales a reward term to
  // [0, 1]. Reads no onsets. Exact but for the bounds named at lz76_maximum, sg_maximum and ps_like_maximum.
  Range (*range)(const MetricInput& input) = nullptr;
};

// In the order of the JSON keys: difference, the metrics of a voice, the distances.
std::span<const Metric> metric_table();

// Says in a sentence what is wrong with `input` for any metric: voices of unequal length, a metre that does not fit.
core::Status check_input(const MetricInput& input);

// The value, with everything checked. Errors: a sentence (no kick, a length or metre the metric does not apply to).
core::Result<double> score(const Metric& metric, const MetricInput& input);

}  // namespace rhythm
