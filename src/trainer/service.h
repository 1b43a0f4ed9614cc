// What the worker asks of a trainer, as text and bytes: the calls of trainer_api.cpp without the C.
//
// A Service owns the learner (if there is one), the bytes of the last encoded agent and an inbox for agent files.
// Everything that comes in is checked before anything is touched.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/status.h"
#include "env/term_tables.h"
#include "trainer/brief.h"
#include "trainer/report.h"
#include "trainer/trainer.h"

namespace trainer {

class Service {
 public:
  Service();

  // A fresh learner in place of the old one. Config as in core/config.h, missing entries at their defaults. Kicks set
  // before are kept if they have as many steps. Errors: hyper-parameters that are refused.
  core::Status create(std::string_view config_json);

  // Errors: no learner, values refused, an entry that only a reset can change differs from the learner's.
  core::Status set_config(std::string_view config_json);

  // JSON list of patterns like "x...x..."; the first is the user's kick. Errors: no learner, not such a list, a pattern
  // of fewer steps than the learner's; of a longer one, all of it is practised, window after window.
  core::Status set_kicks(std::string_view json);

  // What answers are rewarded for (trainer/brief.h), for the learner that is there, which loses nothing but what an MLP
  // remembers of another metre, and for those to come. At first the preset "Original". Errors: no such settings.
  core::Status set_reward(std::string_view brief_json);

  // Runs that many env_steps, or fewer where a mark is reached: 1, 10, 100, … gradient_steps of this learner. Returns
  // how many were run (0 without a learner).
  int run(int env_steps);
  // The mark that the last run() stopped at, else 0. Asked once.
  int take_mark() { return std::exchange(reached_mark_, 0); }

  // JSON object, see trainer_api.cpp; means are over what happened since the last call. "{}" without a learner.
  std::string stats();

  // The learner's agent into bytes(). Errors: no learner.
  core::Status encode_agent();
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  // Room for a file of `size` bytes; nullptr if no agent file is that large.
  std::uint8_t* inbox(int size);

  // Goes on from the agent file in the inbox: its layers, otherwise the learner's hyper-parameters (or, without a
  // learner, the file's). Errors: the file is refused; the learner is as before.
  core::Status load_agent();

  // Evaluates the agent file in the inbox by "reward" (a brief; at first the preset "Original") on kicks of so many
  // "steps" (by default the agent's); the learner is not touched. `options_json` is {"reward", "steps", "kicks":
  // 1-1000, "think": bool, "iterations": 1-1024, "starts": 1-100000, "seed": >= 0}, all optional. The result has
  // "steps", those of the agent, and "report" (agent_report_to_json), and for the preset "Original" everything of
  // evaluation_to_json. Errors: the file or the options are refused.
  core::Result<std::string> evaluate(std::string_view options_json);

  // A verdict on the agent file in the inbox, for comparing several: "regret", "optimal_share" and "mean_reward" of its
  // greedy answers to 1-1000 held-out kicks as in evaluate(), with "steps", "kicks" and "method"; the seed goes from 0.
  // What the kicks allow at best is kept until other options or another length come, so that a further agent costs no
  // more than its answers. Errors: the file or the options are refused.
  core::Result<std::string> judge(std::string_view brief_json, int kicks, int seed);

  // The best answers there are, with or without a learner. `question_json` is {"kick": "x...", "reward": a brief,
  // "previews": bool}. The result is {"kick", "best": {"snare", "reward"}, "previews": {term: "x..."}}. best is null
  // above 16 steps, where nobody knows it. A preview is the best snare by one term alone at its mode and level with
  // weight 1 (above 16 steps hill climbing's), for each term that applies; without "previews" the key is missing.
  // Errors: no such question.
  core::Result<std::string> truth(std::string_view question_json);

 private:
  void start(const core::Config& config);
  void brief_trainer();
  // Made once while a length keeps its metre, null for lengths that have none.
  std::shared_ptr<const env::TermTables> tables(int steps, const rhythm::Metre& metre);
  Judge judge_by(const Brief& brief, int steps);
  // Mean optimum over the kicks that are practised, in the units of the stats' rewards; absent while settings or kicks
  // have just changed, and where it is not known.
  std::optional<double> best_reward();

  // The last verdict and what it was asked by.
  struct Judged {
    Brief brief;
    int kicks;
    std::uint64_t seed;
    Report report;
  };

  std::unique_ptr<Trainer> trainer_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint8_t> inbox_;
  Brief brief_;
  struct Tables {
    std::optional<rhythm::Metre> metre;
    std::shared_ptr<const env::TermTables> tables;
  };
  std::array<Tables, env::kMaxTableSteps + 1> tables_;  // by steps
  std::optional<Judged> judged_;
  std::uint64_t next_mark_ = 1;  // gradient_steps
  int reached_mark_ = 0;
  bool best_settling_ = true;  // settings or kicks have changed since the last stats
  bool best_outdated_ = true;
  std::optional<double> best_reward_;
};

}  // namespace trainer
