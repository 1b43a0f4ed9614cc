// The agent that plays as the page sees it: its card, its file, what is kept, and its evaluation.
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

TEST_CASE("damaged agents change nothing") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(16, "Noon"), AgentOrigin::file, "x"));
  const std::string snare = session.document().row_text(rhythm::kSnare);
  auto bytes = complement_agent_bytes(16);
  bytes.resize(bytes.size() / 2);
  CHECK_FALSE(session.load_agent(bytes, AgentOrigin::file, "y"));
  CHECK_FALSE(session.load_agent({}, AgentOrigin::file, "y"));
  CHECK(session.agent()->name == "Noon");
  CHECK(session.document().row_text(rhythm::kSnare) == snare);
}

TEST_CASE("the agent's card tells what it is") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::file, "/some/where/night groove.safetensors"));
  const session::AgentCard& card = *session.agent();
  CHECK(card.name == "night groove");
  CHECK(card.steps == 4);
  CHECK(card.layer_sizes == std::vector<int>{12, 8, 5});
  CHECK(card.parameters == 12 * 8 + 8 + 8 * 5 + 5);
  CHECK(card.env_steps == 4000.0);
  CHECK(session.player().agents().file_name(session.player().agents().side(), session.document().pattern().steps()) ==
        "night groove.safetensors");
}

TEST_CASE("an exported agent comes back with its name and note") {
  Session session;
  CHECK_FALSE(session.export_agent(session.player().agents().side()));
  REQUIRE(session.load_agent(complement_agent_bytes(16), AgentOrigin::file, "x.safetensors"));
  REQUIRE(session.set_agent_text("Tea/Time", "Two lines\nof it."));
  CHECK(session.player().agents().file_name(session.player().agents().side(), session.document().pattern().steps()) ==
        "Tea-Time.safetensors");
  const auto bytes = session.export_agent(session.player().agents().side());
  REQUIRE(bytes);
  Session other;
  REQUIRE(other.load_agent(*bytes, AgentOrigin::file, "y"));
  CHECK(other.agent()->name == "Tea/Time");
  CHECK(other.agent()->note == "Two lines\nof it.");
  CHECK(other.document().row_text(rhythm::kSnare) == session.document().row_text(rhythm::kSnare));
  CHECK_FALSE(session.set_agent_text(std::string(201, 'x'), ""));
}

TEST_CASE("unsaved changes give one save request a drain") {
  Session session;
  CHECK(drained(session) == json({{{"type", "set_volume"}, {"volume", session.document().volume}}}));
  for (int step = 0; step < 8; ++step) REQUIRE(session.edit(session::set_step, rhythm::kKick, step, 100));
  CHECK(drained(session) ==
        json({{{"type", "save"}, {"document", true}, {"agent", false}, {"agent_b", false}, {"kept", false}}}));
  CHECK(drained(session) == json::array());
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 0, 100));  // as it was
  CHECK(drained(session) == json::array());
  REQUIRE(session.load_agent(complement_agent_bytes(16), AgentOrigin::file, "x"));
  CHECK(drained(session).back()["agent"] == true);
}

TEST_CASE("a restored document takes the place of the page's") {
  Session session;
  session.coach().train();
  session::Document document;
  document.resize(8);
  document.tempo_bpm = 90.0;
  document.volume = 0.1;
  session.play(0.0);
  drained(session);
  session.restore(document);
  CHECK(session.document() == document);
  CHECK(session.coach().training().status == TrainingStatus::paused);
  const json requests = drained(session);
  CHECK(requests[0] == json({{"type", "set_volume"}, {"volume", 0.1}}));
  CHECK_FALSE(session_test::accepted(session, {{"type", "restore"}, {"document", {{"version", 1}}}}, 0.0));
  CHECK(session.document() == document);
}

json evaluation_of(int iterations) {
  const auto count = static_cast<std::size_t>(iterations) + 1;
  const json run = {{"kick", "x..."},
                    {"rewards", std::vector<double>(count, 0.5)},
                    {"sequences", std::vector<std::string>(count, ".x.x")}};
  json random = run;
  random["mean_rewards"] = std::vector<double>(count, 0.75);
  return {{"steps", 4},       {"iterations", iterations}, {"best_reward", 1}, {"best", run},    {"worst", run},
          {"random", random}, {"starts", 2000},           {"reached", 0.996}, {"fewest", 0.991}};
}

TEST_CASE("an evaluation is asked for, shown and saved as numbers") {
  Session session(42);
  CHECK_FALSE(session.coach().evaluations().start());
  CHECK_FALSE(session.coach().evaluations().download(session::Downloaded::evaluation_csv));
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::file, "tea.safetensors"));
  drained(session);
  CHECK_FALSE(session.coach().evaluations().start(0));
  REQUIRE(session.coach().evaluations().start(1));
  CHECK_FALSE(session.coach().evaluations().start(1));
  CHECK(session.coach().evaluations().status() == session::EvaluationStatus::running);
  const json request = drained(session)[0];
  CHECK(request["type"] == "evaluate");
  CHECK(request["options"]["iterations"] == 1);
  CHECK(request["options"]["starts"] == 2000);
  CHECK(request["options"]["kicks"] == 200);
  CHECK(request["options"]["seed"] == 42);
  CHECK(request["options"]["think"] == true);
  CHECK(request["options"]["reward"] == session_test::brief_of(session));
  REQUIRE(session_test::evaluation_result(session, evaluation_of(1).dump()));
  REQUIRE(session.coach().evaluations().latest());
  CHECK(session.coach().evaluations().latest()->agent_name == "tea");
  REQUIRE(session.coach().evaluations().latest()->scenarios);
  CHECK(session.coach().evaluations().latest()->scenarios->reached == 0.996);
  CHECK(session.coach().evaluations().latest()->scenarios->mean_rewards == std::vector<double>{0.75, 0.75});
  CHECK(session::evaluation_csv(*session.coach().evaluations().latest()) ==
        "scenario,iteration,reward,snare,kick\r\n"
        "best,0,0.5,.x.x,x...\r\nbest,1,0.5,.x.x,x...\r\n"
        "worst,0,0.5,.x.x,x...\r\nworst,1,0.5,.x.x,x...\r\n"
        "random,0,0.5,.x.x,x...\r\nrandom,1,0.5,.x.x,x...\r\n"
        "random_mean,0,0.75,,\r\nrandom_mean,1,0.75,,\r\n"
        "random_starts,,2000,,\r\nshare_reaching_best,,0.996,,\r\nshare_in_fewest_toggles,,0.991,,\r\n");
  REQUIRE(session.coach().evaluations().download(session::Downloaded::evaluation_png));
  CHECK(drained(session)[0]["what"] == "evaluation_png");
}

TEST_CASE("a failed or damaged evaluation keeps the last good one") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::file, "tea.safetensors"));
  REQUIRE(session_test::evaluation_result(session, evaluation_of(2).dump()));
  SUBCASE("the worker's own sentence") {
    session.coach().evaluations().fail("It did not work.");
    CHECK(session.coach().evaluations().sentence() == "It did not work.");
  }
  SUBCASE("damaged") {
    const json good = evaluation_of(2);
    for (const auto& [key, value] : good.items()) {
      json damaged = good;
      damaged.erase(key);
      CHECK_MESSAGE(!session_test::evaluation_result(session, damaged.dump()), key);
    }
    json damaged = good;
    damaged["worst"]["rewards"] = {1, 2};
    CHECK_FALSE(session_test::evaluation_result(session, damaged.dump()));
  }
  CHECK(session.coach().evaluations().status() == session::EvaluationStatus::failed);
  REQUIRE(session.coach().evaluations().latest());
  CHECK(session.coach().evaluations().latest()->scenarios->iterations == 2);
}

TEST_CASE("an evaluation outlives the training's crash, for it has a worker of its own") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::file, "tea.safetensors"));
  REQUIRE(session.coach().evaluations().start());
  session.coach().trainer_crashed("The trainer has stopped.");
  CHECK(session.coach().evaluations().status() == session::EvaluationStatus::running);
  CHECK(session_test::evaluation_result(session, evaluation_of(2).dump()));
}

}  // namespace
