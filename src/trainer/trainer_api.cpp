// The worker's C interface: trainer/service.h for JavaScript. Text is UTF-8, JSON in and JSON out. A returned pointer
// stays valid until the next call of the same function. The one static of the program is here.
#include <emscripten/emscripten.h>

#include <string>
#include <string_view>
#include <utility>

#include "trainer/service.h"

namespace {

struct Program {
  trainer::Service service;
  std::string error;
  std::string stats;
  std::string evaluation;
  std::string verdict;
  std::string truth;
};

Program& program() {
  static Program instance;
  return instance;
}

std::string_view text_of(const char* text) { return text == nullptr ? std::string_view() : std::string_view(text); }

// 1, or 0 with the sentence for trainer_error().
int report(const core::Status& status) {
  program().error = status ? std::string() : status.error().message;
  return status ? 1 : 0;
}

// The result, which moves to `kept`, or nullptr with the sentence for trainer_error().
const char* report(core::Result<std::string> result, std::string& kept) {
  program().error = result ? std::string() : result.error().message;
  if (!result) return nullptr;
  kept = *std::move(result);
  return kept.c_str();
}

}  // namespace

extern "C" {

// A fresh learner: 1, or 0 if the hyper-parameters are refused.
EMSCRIPTEN_KEEPALIVE int trainer_create(const char* config_json) {
  return report(program().service.create(text_of(config_json)));
}

// The sentence of the last call that returned 0 or nullptr, or "".
EMSCRIPTEN_KEEPALIVE const char* trainer_error() { return program().error.c_str(); }

// Takes live hyper-parameters over at once: 1, or 0 if one is refused or needs a reset.
EMSCRIPTEN_KEEPALIVE int trainer_set_config(const char* config_json) {
  return report(program().service.set_config(text_of(config_json)));
}

// ["x...x...", ...], the user's kick first: 1 or 0.
EMSCRIPTEN_KEEPALIVE int trainer_set_kicks(const char* json) {
  return report(program().service.set_kicks(text_of(json)));
}

// What answers are rewarded for, as rhythm::reward_settings_to_json writes it: for the learner and those to come. 1 or
// 0.
EMSCRIPTEN_KEEPALIVE int trainer_set_reward(const char* reward_json) {
  return report(program().service.set_reward(text_of(reward_json)));
}

// Practises that many env_steps, or fewer where trainer_mark() has something to say; returns how many were really run.
EMSCRIPTEN_KEEPALIVE int trainer_run(int env_steps) { return program().service.run(env_steps); }

// How many gradient_steps the learner has had, if the last run stopped there because it is 1, 10, 100, …; else 0.
EMSCRIPTEN_KEEPALIVE int trainer_mark() { return program().service.take_mark(); }

// {"env_steps", "gradient_steps", "episodes", "loss", "mean_q", "exploration", "exploration_value", "episode_return",
// "final_reward", "delta_reward", "best_reward", "terms", "kick", "policy", "kernels"}; means since the last call, null
// if of nothing. terms: {"contribution": {"lhl": ...}, "possible", "best"}, what each term gave to the last patterns of
// the episodes. best_reward: the mean optimum over practised kicks in the units of final_reward, null while it is not
// known. policy: softmax chance of each toggle, at a temperature of one toggle, for the user's kick and an empty snare.
// kernels: which products this build has, "simd" or "relaxed" (nn/kernels.h).
EMSCRIPTEN_KEEPALIVE const char* trainer_stats() {
  program().stats = program().service.stats();
  return program().stats.c_str();
}

// The agent as it is now into trainer_bytes(): 1 or 0.
EMSCRIPTEN_KEEPALIVE int trainer_encode_agent() { return report(program().service.encode_agent()); }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* trainer_bytes() { return program().service.bytes().data(); }
EMSCRIPTEN_KEEPALIVE int trainer_bytes_size() { return static_cast<int>(program().service.bytes().size()); }

// Where to put a file of `size` bytes; 0 if that is larger than any agent file.
EMSCRIPTEN_KEEPALIVE std::uint8_t* trainer_inbox(int size) { return program().service.inbox(size); }

// Goes on from the agent file in the inbox: 1, or 0 if it is refused.
EMSCRIPTEN_KEEPALIVE int trainer_load_agent() { return report(program().service.load_agent()); }

// Evaluates the agent file in the inbox: the JSON of Service::evaluate, or nullptr.
EMSCRIPTEN_KEEPALIVE const char* trainer_evaluate(const char* options_json) {
  return report(program().service.evaluate(text_of(options_json)), program().evaluation);
}

// Judges the agent file in the inbox quickly: the JSON of Service::judge, or nullptr.
EMSCRIPTEN_KEEPALIVE const char* trainer_judge(const char* reward_json, int kicks, int seed) {
  return report(program().service.judge(text_of(reward_json), kicks, seed), program().verdict);
}

// The best answers there are: the JSON of Service::truth, or nullptr.
EMSCRIPTEN_KEEPALIVE const char* trainer_truth(const char* question_json) {
  return report(program().service.truth(text_of(question_json)), program().truth);
}
}
