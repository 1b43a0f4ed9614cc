// backbeat score 'x..x..x...x.x...' [--kick …] [--hat …] [--metre 2,2,2,2] [--json]
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/files.h"
#include "rhythm/metric_table.h"
#include "rhythm/pattern.h"

namespace cli {
namespace {

struct ScoreOptions {
  std::string snare;
  std::optional<std::string> kick, hat, metre;
  bool json = false;
};

// The voices as they were read; MetricInput points into it.
struct Voices {
  rhythm::Onsets snare;
  std::optional<rhythm::Onsets> kick, hat;
  rhythm::Metre metre;

  rhythm::MetricInput input() const {
    return {.snare = snare, .metre = metre, .kick = kick ? &*kick : nullptr, .hat = hat ? &*hat : nullptr};
  }
};

// 4, 2.8, 40.4762: at most four decimals, without zeros at the end.
std::string short_number(double value) {
  std::array<char, 64> digits{};
  std::snprintf(digits.data(), digits.size(), "%.4f", value);
  std::string text = digits.data();
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

core::Result<rhythm::Onsets> read_voice(const std::string& text) {
  const auto row = rhythm::parse_row(text);
  if (!row) return std::unexpected(row.error());
  return rhythm::Onsets::from_row(*row);
}

core::Result<Voices> read_voices(const ScoreOptions& options) {
  const auto snare = read_voice(options.snare);
  if (!snare) return std::unexpected(snare.error());
  Voices voices{.snare = *snare, .kick = {}, .hat = {}, .metre = rhythm::Metre::default_for(snare->steps())};
  if (options.metre) {
    const auto metre = rhythm::Metre::parse(*options.metre);
    if (!metre) return std::unexpected(metre.error());
    voices.metre = *metre;
  }
  for (const auto& [text, voice] : {std::pair{&options.kick, &voices.kick}, std::pair{&options.hat, &voices.hat}}) {
    if (!*text) continue;
    const auto onsets = read_voice(**text);
    if (!onsets) return std::unexpected(onsets.error());
    *voice = *onsets;
  }
  if (const core::Status status = check_input(voices.input()); !status) return std::unexpected(status.error());
  return voices;
}

bool is_listed(const rhythm::Metric& metric, const Voices& voices) {
  return metric.scope != rhythm::MetricScope::kPair || voices.kick.has_value();
}

void print_json(const Voices& voices) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  nlohmann::ordered_json notes = nlohmann::ordered_json::object();
  for (const rhythm::Metric& metric : rhythm::metric_table()) {
    if (!is_listed(metric, voices)) continue;
    const auto value = score(metric, voices.input());
    json[std::string(metric.key)] = value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
    if (!value) notes[std::string(metric.key)] = value.error().message;
  }
  if (!notes.empty()) json["notes"] = std::move(notes);
  std::printf("%s\n", json.dump(2).c_str());
}

void print_table(const ScoreOptions& options, const Voices& voices) {
  std::printf("%s  snare\n", options.snare.c_str());
  if (voices.kick) std::printf("%s  kick\n", options.kick->c_str());
  if (voices.hat) std::printf("%s  hat\n", options.hat->c_str());
  std::printf("%d steps, %d hits, metre %s\n\n", voices.snare.steps(), voices.snare.count(),
              voices.metre.text().c_str());
  std::printf("%-25s %-24s %10s   %-14s %s\n", "", "", "value", "range", "counted");
  for (const rhythm::Metric& metric : rhythm::metric_table()) {
    if (!is_listed(metric, voices)) continue;
    const rhythm::MetricInput input = voices.input();
    const std::string name(metric.name);
    const std::string term(metric.term);
    const auto value = score(metric, input);
    if (!value) {
      std::printf("%-25s %-24s %10s   %s\n", name.c_str(), term.c_str(), "-", value.error().message.c_str());
      continue;
    }
    const rhythm::Range range = metric.range(input);
    const std::string span = short_number(range.low) + " to " + short_number(range.high);
    std::printf("%-25s %-24s %10s   %-14s %s\n", name.c_str(), term.c_str(), short_number(*value).c_str(), span.c_str(),
                std::string(metric.unit).c_str());
  }
}

int run_score(const ScoreOptions& options) {
  const auto voices = read_voices(options);
  if (!voices) return report(voices.error().message);
  if (options.json) {
    print_json(*voices);
  } else {
    print_table(options, *voices);
  }
  return 0;
}

}  // namespace

void add_score(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ScoreOptions>();
  CLI::App* command = app.add_subcommand("score", "Measures a snare pattern with every rhythm metric.");
  command->add_option("snare", options->snare, "The pattern: x a hit, . a rest, such as x..x..x...x.x...")->required();
  command->add_option("--kick", options->kick, "The kick it answers; silent without");
  command->add_option("--hat", options->hat, "The hat, for the groove index; on every eighth note without");
  command->add_option("--metre", options->metre,
                      "How a bar divides, from the top: 2,2,2,2 is 4/4, 2,2,3 is 12/8; by the length without");
  command->add_flag("--json", options->json,
                    "Print JSON: a number for each metric; null, and the reason under notes, where it does not apply");
  command->callback([options, &exit_status] { exit_status = run_score(*options); });
}

}  // namespace cli
