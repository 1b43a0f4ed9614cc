// The training as the page sees it: requests to the worker, reports from it.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::AgentOrigin;
using session::Session;
using session::TrainingStatus;
using session_test::complement_agent_bytes;
using session_test::drained;

// The types of the requests for the worker, in order.
std::vector<std::string> worker_requests(Session& session) {
  std::vector<std::string> types;
  for (const json& request : drained(session)) {
    const std::string type = request["type"];
    if (type.starts_with("train_")) types.push_back(type);
  }
  return types;
}

using Types = std::vector<std::string>;

json stats_of(int steps, double env_steps) {
  return {{"env_steps", env_steps},
          {"gradient_steps", env_steps / 4},
          {"episodes", env_steps / 32},
          {"loss", 0.5},
          {"mean_q", 0.1},
          {"exploration", "softmax"},
          {"exploration_value", 0.7},
          {"episode_return", 1.5},
          {"final_reward", 0.25},
          {"delta_reward", nullptr},
          {"best_reward", 1.0},
          {"terms", {{"contribution", {{"lhl", 0.25}, {"density", 0.5}}}, {"possible", 2.0}, {"best", nullptr}}},
          {"kick", "x..."},
          {"kernels", "relaxed"},
          {"policy", std::vector<double>(static_cast<std::size_t>(steps), 0.05)}};
}

const core::ConfigEntry& config_entry(std::string_view name) {
  const core::ConfigEntry* found = core::find_config_entry(name);
  REQUIRE(found != nullptr);
  return *found;
}

TEST_CASE("the first Train asks for a fresh learner with the page's settings and kick") {
  Session session;
  drained(session);
  session.coach().train();
  CHECK(session.coach().training().status == TrainingStatus::training);
  const json requests = drained(session);
  REQUIRE(requests.size() == 2);
  CHECK(requests[0]["type"] == "train_reset");
  CHECK(requests[0]["config"]["steps"] == 16);
  CHECK(requests[0]["kicks"] == json({session.document().row_text(rhythm::kKick)}));
  CHECK(requests[1]["type"] == "train_start");
  CHECK(requests[1]["kicks"] == requests[0]["kicks"]);
}

TEST_CASE("pause and resume keep the learner") {
  Session session;
  session.coach().train();
  drained(session);
  session.coach().pause();
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(worker_requests(session) == Types{"train_pause"});
  session.coach().toggle();
  CHECK(session.coach().training().status == TrainingStatus::training);
  CHECK(worker_requests(session) == Types{"train_start"});
}

TEST_CASE("reset gives a fresh learner and goes on if it was training") {
  Session session;
  session.coach().train();
  REQUIRE(session_test::training_stats(session, stats_of(16, 100).dump(), 10.0));
  drained(session);
  session.coach().reset();
  CHECK(worker_requests(session) == Types{"train_reset", "train_start"});
  CHECK(session.coach().training().curves.points().empty());
  CHECK(session.coach().training().env_steps == 0.0);
  session.coach().pause();
  drained(session);
  session.coach().reset();
  CHECK(worker_requests(session) == Types{"train_reset"});
  CHECK(session.coach().training().status == TrainingStatus::idle);
}

TEST_CASE("a hurried musician's clicks leave the worker with the last wish only") {
  Session session;
  session.coach().train();
  session.coach().pause();
  session.coach().train();
  session.coach().reset();
  session.coach().pause();
  CHECK(worker_requests(session) == Types{"train_reset", "train_start", "train_pause"});
}

TEST_CASE("Train begins anew from the shipped agent and goes on from a file's or a stored one") {
  const auto requests_with = [](AgentOrigin origin) {
    Session session;
    REQUIRE(session.load_agent(complement_agent_bytes(16), origin, "a.safetensors"));
    session.coach().train();
    return worker_requests(session);
  };
  CHECK(requests_with(AgentOrigin::shipped) == Types{"train_reset", "train_start"});
  CHECK(requests_with(AgentOrigin::file) == Types{"train_reset", "train_load_agent", "train_start"});
  CHECK(requests_with(AgentOrigin::stored) == Types{"train_reset", "train_load_agent", "train_start"});
}

TEST_CASE("a file of the same length opened while training is trained on") {
  Session session;
  session.coach().train();
  drained(session);
  REQUIRE(session.load_agent(complement_agent_bytes(16), AgentOrigin::file, "groove.safetensors"));
  CHECK(worker_requests(session) == Types{"train_reward", "train_load_agent"});
  CHECK(session.coach().training().status == TrainingStatus::training);
  CHECK(session.coach().training().learner->hidden_units == 32);
  CHECK(session.coach().waits_for_reset(config_entry("hidden_units")));
  // What the training sends back keeps the name.
  REQUIRE(session.coach().take_agent(complement_agent_bytes(16)));
  CHECK(session.agent()->name == "groove");
  CHECK(session.agent()->origin == AgentOrigin::trained);
}

TEST_CASE("a file of another length opened while training pauses the training and keeps playing") {
  Session session;
  session.coach().train();
  drained(session);
  REQUIRE(session.load_agent(complement_agent_bytes(8), AgentOrigin::file, "eight.safetensors"));
  CHECK(worker_requests(session) == Types{"train_reward", "train_pause"});
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(session.coach().training().sentence == "Training is paused because the agent you opened has learned 8 steps.");
  CHECK_FALSE(session.coach().take_agent(complement_agent_bytes(16)));
  CHECK(session.agent()->steps == 8);
  REQUIRE(session.edit(session::set_steps, 8));
  session.coach().train();
  CHECK(worker_requests(session) == Types{"train_reset", "train_load_agent", "train_start"});
}

TEST_CASE("another length pauses the training, and Train begins one of that length") {
  Session session;
  session.coach().train();
  REQUIRE(session.coach().take_agent(complement_agent_bytes(16)));
  drained(session);
  REQUIRE(session.edit(session::set_steps, 12));
  CHECK(worker_requests(session) == Types{"train_pause"});
  CHECK(session.coach().training().sentence ==
        "Training is paused because the pattern now has 12 steps: Train starts an agent of that length.");
  SUBCASE("of that length") {
    session.coach().train();
    const json requests = drained(session);
    CHECK(requests[0]["config"]["steps"] == 12);
    CHECK(session.coach().training().sentence.empty());
  }
  SUBCASE("or goes on when the length is back") {
    REQUIRE(session.edit(session::set_steps, 16));
    drained(session);
    session.coach().train();
    CHECK(worker_requests(session) == Types{"train_start"});
  }
}

TEST_CASE("a crash is told, the last agent keeps playing, and Train goes on from it") {
  Session session;
  session.coach().train();
  REQUIRE(session.coach().take_agent(complement_agent_bytes(16)));
  drained(session);
  session.coach().trainer_crashed("The trainer has stopped.");
  CHECK(session.coach().training().status == TrainingStatus::crashed);
  CHECK(session.notices().back().text == "The trainer has stopped.");
  CHECK(session.answers().why_no_answer().empty());
  CHECK(session.export_agent(session.player().agents().side()));
  CHECK_FALSE(session_test::training_stats(session, stats_of(16, 100).dump(), 10.0));
  session.coach().train();
  CHECK(worker_requests(session) == Types{"train_reset", "train_load_agent", "train_start"});
  CHECK(session.coach().training().status == TrainingStatus::training);
}

TEST_CASE("an error of the trainer pauses and is told") {
  Session session;
  session.coach().train();
  drained(session);
  session.coach().trainer_error("That does not work.");
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(session.coach().training().sentence == "That does not work.");
  CHECK(worker_requests(session) == Types{"train_pause"});
}

TEST_CASE("a changed kick goes to the worker, the last one only") {
  Session session;
  drained(session);
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 1, 100));
  CHECK(worker_requests(session).empty());
  session.coach().train();
  drained(session);
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 1, 0));
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 2, 100));
  const json requests = drained(session);
  const auto count = std::ranges::count_if(requests, [](const json& r) { return r["type"] == "train_kicks"; });
  CHECK(count == 1);
  CHECK(requests[0]["kicks"] == json({session.document().row_text(rhythm::kKick)}));
}

TEST_CASE("live hyper-parameters go to the worker at once, others wait for the next reset") {
  Session session;
  REQUIRE(session.edit(session::set_config_entry, config_entry("learning_rate"), 0.0005));
  session.coach().train();
  CHECK(drained(session)[1]["config"]["learning_rate"] == 0.0005);
  REQUIRE(session.edit(session::set_config_entry, config_entry("learning_rate"), 0.0001));
  REQUIRE(session.edit(session::set_config_entry, config_entry("batch_size"), 48));
  const json requests = drained(session);
  CHECK(requests[0]["type"] == "train_config");
  CHECK(requests[0]["config"]["learning_rate"] == 0.0001);
  CHECK(requests[0]["config"]["batch_size"] == core::original_config().batch_size);
  CHECK(session.coach().waits_for_reset(config_entry("batch_size")));
  CHECK_FALSE(session.coach().waits_for_reset(config_entry("learning_rate")));
  session.coach().reset();
  CHECK_FALSE(session.coach().waits_for_reset(config_entry("batch_size")));
  CHECK_FALSE(session.edit(session::set_config_entry, config_entry("gamma"), 2.0));
}

TEST_CASE("the hyper-parameter steps is the pattern's length") {
  Session session;
  REQUIRE(session.edit(session::set_config_entry, config_entry("steps"), 12));
  CHECK(session.document().pattern().steps() == 12);
  CHECK_FALSE(session.edit(session::set_config_entry, config_entry("steps"), 1025));
  core::Config config = session.document().config;
  config.steps = 8;
  config.learning_rate = 0.0002;
  REQUIRE(session.edit(session::set_config, config));
  CHECK(session.document().pattern().steps() == 8);
  CHECK(session.document().config.learning_rate == 0.0002);
}

TEST_CASE("reports fill the curves and the waterfall and give the speed") {
  Session session;
  session.coach().train();
  REQUIRE(session_test::training_stats(session, stats_of(16, 1000).dump(), 100.0));
  CHECK(session.coach().training().env_steps_per_second == 0.0);
  REQUIRE(session_test::training_stats(session, stats_of(16, 3000).dump(), 600.0));
  CHECK(session.coach().training().env_steps_per_second == doctest::Approx(4000.0));
  CHECK(session.coach().training().gradient_steps_per_second == doctest::Approx(1000.0));
  CHECK(session.coach().training().gradient_steps == 750.0);
  CHECK(session.coach().training().curves.points().size() == 2);
  CHECK(session.coach().training().latest.final_reward == 0.25);
  REQUIRE(session.coach().training().terms.points().size() == 2);
  CHECK(session.coach().training().terms.points()[1].env_steps == 3000.0);
  CHECK(session.coach().training().terms.points()[1].contribution[1] == 0.25F);
  CHECK(session.coach().training().terms.points()[1].possible == 2.0);
  CHECK_FALSE(session.coach().training().terms.points()[1].best);
  CHECK_FALSE(session.coach().training().latest.delta_reward);
  CHECK(session.coach().training().waterfall.row_count() == 2);
  CHECK(session.coach().training().waterfall.steps() == 16);
  session.coach().pause();
  CHECK(session.coach().training().env_steps_per_second == 0.0);
  CHECK(session.coach().training().gradient_steps_per_second == 0.0);
}

TEST_CASE("a damaged report is refused and changes nothing") {
  Session session;
  CHECK_FALSE(session_test::training_stats(session, stats_of(16, 100).dump(), 1.0));  // nothing trains
  session.coach().train();
  const json good = stats_of(16, 100);
  for (const auto& [key, value] : good.items()) {
    if (key == "kick") continue;
    json damaged = good;
    damaged[key] = "?!";
    const bool is_word = key == "exploration" || key == "kernels";
    if (!is_word) CHECK_MESSAGE(!session_test::training_stats(session, damaged.dump(), 1.0), key);
    damaged.erase(key);
    CHECK_MESSAGE(!session_test::training_stats(session, damaged.dump(), 1.0), key);
  }
  CHECK_FALSE(session_test::training_stats(session, stats_of(12, 100).dump(), 1.0));
  CHECK_FALSE(session_test::training_stats(session, "", 1.0));
  CHECK(session.coach().training().curves.points().empty());
}

}  // namespace
