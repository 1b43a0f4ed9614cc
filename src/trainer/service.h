// What the worker asks of a trainer, as text and bytes: the calls of trainer_api.cpp without the C.
//
// A Service owns the learner (if there is one), the bytes of the last encoded agent and an inbox for agent files.
// Everything that comes in is checked before anything is touched.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "trainer/trainer.h"

namespace trainer {

class Service {
 public:
  // A fresh learner in place of the old one. Config as in core/config.h, missing entries at their defaults. Kicks set
  // before are kept if they have as many steps. Errors: hyper-parameters that are refused.
  core::Status create(std::string_view config_json);

  // Errors: no learner, values refused, an entry that only a reset can change differs from the learner's.
  core::Status set_config(std::string_view config_json);

  // JSON list of patterns like "x...x..."; the first is the user's kick. Errors: no learner, not such a list, a pattern
  // that has not the learner's steps.
  core::Status set_kicks(std::string_view json);

  // Runs that many env_steps; returns how many were run (0 without a learner).
  int run(int env_steps);

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

  // Evaluates the agent file in the inbox; the learner is not touched. `options_json` is {"iterations": 1-1024,
  // "starts": 1-100000, "seed": >= 0}, all optional. Errors: the file or the options are refused.
  core::Result<std::string> evaluate(std::string_view options_json) const;

 private:
  void start(const core::Config& config);

  std::unique_ptr<Trainer> trainer_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint8_t> inbox_;
};

}  // namespace trainer
