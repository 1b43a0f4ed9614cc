// What the page makes of an evaluation's result.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "session/coach/evaluation.h"
#include "session/session.h"
#include "session/wire/state_json.h"
#include "tests/session/hand_made_agent.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::AgentOrigin;
using session::Session;
using session_test::complement_agent_bytes;

TEST_CASE("an evaluation's report is read, shown and saved as numbers") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::file, "tea.safetensors"));
  REQUIRE(session.edit(session::set_preset, "Syncopated answer"));
  REQUIRE(session.coach().evaluations().start());
  const json report = {{"steps", 4},
                       {"kicks", 200},
                       {"held_out", true},
                       {"method", "exact"},
                       {"regret", 0.02},
                       {"regret_network_alone", 0.04},
                       {"regret_tabu", 0.01},
                       {"regret_annealing", 0.025},
                       {"regret_hill_climb", 0.03},
                       {"regret_euclid", 0.3},
                       {"optimal_share", 0.75},
                       {"optimal_share_network_alone", 0.6},
                       {"optimal_share_tabu", 0.8},
                       {"optimal_share_annealing", 0.65},
                       {"optimal_share_hill_climb", 0.5},
                       {"optimal_share_euclid", 0.0},
                       {"beats_tabu", 0.1},
                       {"beats_hill_climb", 0.4},
                       {"scorings", 33.0},
                       {"scorings_search", 513.0},
                       {"mean_reward", 2.45},
                       {"mean_optimum", 2.5},
                       {"mean_tabu", 2.48},
                       {"mean_annealing", 2.46},
                       {"mean_hill_climb", 2.4},
                       {"mean_euclid", 2.0},
                       {"mean_random", 1.5},
                       {"think_regret", 0.001},
                       {"think_optimal_share", 0.95}};
  REQUIRE(session.edit(session::set_preset, "Sparse"));  // after the question: it counts what was asked
  REQUIRE(session_test::evaluation_result(session, json({{"steps", 4}, {"report", report}}).dump()));
  const session::Evaluation& evaluation = *session.coach().evaluations().latest();
  CHECK(evaluation.reward_name == "Syncopated answer");
  CHECK_FALSE(evaluation.scenarios);
  REQUIRE(evaluation.report);
  CHECK(evaluation.report->regret == 0.02);
  CHECK(evaluation.report->exact);
  CHECK(evaluation.report->think_regret == 0.001);
  const std::string csv = session::evaluation_csv(evaluation);
  CHECK(csv.find("held_out_kicks,,200,,\r\n") != std::string::npos);
  CHECK(csv.find("regret,,0.02,,\r\n") != std::string::npos);
  CHECK(csv.find("think_regret,,0.001,,\r\n") != std::string::npos);
  CHECK(json::parse(session::state_json(session).dump())["evaluation"]["result"]["report"]["optimal_share"] == 0.75);
  for (const auto& [key, value] : report.items()) {
    if (key.starts_with("think_") || key == "steps") continue;
    json damaged = report;
    damaged.erase(key);
    CHECK_MESSAGE(!session_test::evaluation_result(session, json({{"steps", 4}, {"report", damaged}}).dump()), key);
  }
}

}  // namespace
