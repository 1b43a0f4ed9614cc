// The race as the page sees it: who runs, who leads, how it ends.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::AgentOrigin;
using session::RaceBy;
using session::RaceVerdict;
using session::Session;
using session::TrainingStatus;
using session_test::complement_agent_bytes;
using session_test::drained;

using Types = std::vector<std::string>;

// The types of the requests for the learners, in order.
Types requests_of(Session& session) {
  Types types;
  for (const json& request : drained(session)) {
    const std::string type = request["type"];
    if (type.starts_with("train_") || type.starts_with("race_")) types.push_back(type);
  }
  return types;
}

void judge(Session& session, int runner, double seconds, double regret, bool finished = false) {
  const RaceVerdict verdict{.point = {.seconds = seconds, .regret = regret}, .finished = finished};
  REQUIRE(session.coach().race_agent(runner, verdict, complement_agent_bytes(16)));
}

void begin(Session& session, int runners = 3, RaceBy by = RaceBy::seeds) {
  session.coach().set_cores(8);
  REQUIRE(session.coach().set_race({.runners = runners, .by = by, .seconds = 20}));
  REQUIRE(session.coach().start_race());
  drained(session);
}

const core::ConfigEntry& entry(std::string_view name) { return *core::find_config_entry(name); }

TEST_CASE("a race has as many runners as the machine has cores, at least two and at most eight") {
  Session session;
  const int given[] = {1, 2, 6, 64};
  const int expected[] = {2, 2, 6, 8};
  for (std::size_t i = 0; i < 4; ++i) {
    session.coach().set_cores(given[i]);
    CHECK(session.coach().race_settings().runners == expected[i]);
    CHECK(session.coach().most_runners() == expected[i]);
  }
  session.coach().set_cores(4);
  CHECK(session.coach().set_race({.runners = 4, .by = RaceBy::settings, .seconds = 600}));
  CHECK_FALSE(session.coach().set_race({.runners = 5}));
  CHECK_FALSE(session.coach().set_race({.runners = 1}));
  CHECK_FALSE(session.coach().set_race({.runners = 2, .seconds = 4}));
  CHECK_FALSE(session.coach().set_race({.runners = 2, .seconds = 601}));
  CHECK(session.coach().race_settings().seconds == 600);
}

TEST_CASE("runners by seeds differ in the seed alone, from the one that is set") {
  core::Config base = core::original_config();
  base.seed = 2147483646;
  const auto runners = session::line_up({.runners = 3, .by = RaceBy::seeds}, base);
  CHECK(runners[0].config == base);
  CHECK(runners[1].config.seed == 2147483647);
  CHECK(runners[2].config.seed == 0);
  CHECK(runners[2].name == "seed 0");
  core::Config other = runners[2].config;
  other.seed = base.seed;
  CHECK(other == base);
}

TEST_CASE("runners by settings differ from what is set in one setting each, within its range") {
  for (const bool largest : {false, true}) {
    core::Config base = core::original_config();
    if (largest) {
      for (const core::ConfigEntry& each : core::config_table()) {
        if (each.kind == core::ConfigKind::real || each.kind == core::ConfigKind::integer) each.set(base, each.max);
      }
    }
    const auto runners = session::line_up({.runners = 8, .by = RaceBy::settings}, base);
    CHECK(runners[0].config == base);
    for (const session::Runner& runner : runners) {
      int differences = 0;
      for (const core::ConfigEntry& each : core::config_table()) {
        const double value = each.get(runner.config);
        if (value != each.get(base)) ++differences;
        CHECK(value >= each.min);
        CHECK(value <= each.max);
      }
      if (!largest) CHECK_MESSAGE(differences == (&runner == &runners[0] ? 0 : 1), runner.name);
      CHECK(differences <= 1);
    }
  }
}

TEST_CASE("a race asks for its learners with kicks, reward and what they are judged by") {
  Session session;
  session.coach().train();
  session.coach().set_cores(2);
  drained(session);
  REQUIRE(session.coach().start_race());
  CHECK(session.coach().training().status == TrainingStatus::training);
  const json requests = drained(session);
  CHECK(requests[0]["type"] == "race_start");
  CHECK(requests[0]["configs"].size() == 2);
  CHECK(requests[0]["configs"][1]["seed"] == 2);
  CHECK(requests[0]["kicks"] == json({session.document().row_text(rhythm::kKick)}));
  CHECK(requests[0]["reward"]["terms"].is_object());
  CHECK(requests[0]["seconds"] == 20);
  CHECK(requests[0]["judged_by"]["kicks"] == session::kRaceKicks);
  CHECK_FALSE(session.coach().start_race());
  CHECK_FALSE(session.coach().keep_best());  // nobody is judged yet
  CHECK(session.coach().racing());
}

TEST_CASE("who has the lowest regret leads and plays") {
  Session session;
  begin(session);
  CHECK_FALSE(session.coach().race()->leader());
  judge(session, 1, 1.0, 0.4);
  CHECK(session.coach().race()->leader() == 1);
  CHECK(session.agent()->origin == AgentOrigin::trained);
  judge(session, 0, 1.0, 0.3);
  CHECK(session.coach().race()->leader() == 0);
  judge(session, 0, 2.0, 0.5);
  CHECK(session.coach().race()->leader() == 1);
  judge(session, 2, 2.0, 0.4);  // a tie changes nothing
  CHECK(session.coach().race()->leader() == 1);
  CHECK(session.coach().race()->runners[0].points.size() == 2);
  CHECK_FALSE(session.coach().race_agent(3, {}, complement_agent_bytes(16)));
  CHECK_FALSE(session.coach().race_agent(1, {.point = {.seconds = -1.0}}, complement_agent_bytes(16)));
}

TEST_CASE("when all have finished the best is kept, its settings are set, and it goes on training") {
  Session session;
  begin(session, 2);
  judge(session, 0, 20.0, 0.3, true);
  CHECK(session.coach().racing());
  judge(session, 1, 20.0, 0.2, true);
  CHECK_FALSE(session.coach().racing());
  CHECK(session.coach().race()->winner == 1);
  CHECK(session.document().config.seed == 2);
  CHECK(session.coach().training().learner->seed == 2);
  CHECK(session.coach().training().status == TrainingStatus::training);
  CHECK(requests_of(session) == Types{"race_keep", "train_start"});
  CHECK(session.notices().back().text == "The race is over: seed 2 is kept, with 20.00 % regret.");
  CHECK_FALSE(session.coach().race_agent(0, {}, complement_agent_bytes(16)));
  CHECK(session.coach().take_agent(complement_agent_bytes(16)));  // the winner's next
}

TEST_CASE("the musician keeps the best before the end, paused if it is paused") {
  Session session;
  begin(session);
  judge(session, 2, 1.0, 0.3);
  session.coach().pause();
  REQUIRE(session.coach().keep_best());
  CHECK(requests_of(session) == Types{"train_pause", "race_keep"});
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(session.coach().training().learner->seed == 3);
  session.coach().train();
  CHECK(requests_of(session) == Types{"train_start"});
}

TEST_CASE("pause, kicks and rewards go to the runners, and another reward takes the old regrets away") {
  Session session;
  begin(session);
  judge(session, 0, 20.0, 0.3, true);
  session.coach().pause();
  CHECK(requests_of(session) == Types{"train_pause"});
  session.coach().train();
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 1, 100));
  REQUIRE(session.edit(session::set_preset, "Clave"));
  CHECK(requests_of(session) == Types{"train_start", "train_kicks", "train_reward"});
  CHECK_FALSE(session.coach().race()->leader());
  CHECK_FALSE(session.coach().race()->runners[0].finished);
}

TEST_CASE("live settings go to each runner with what it differs in") {
  Session session;
  begin(session, 3, RaceBy::settings);
  REQUIRE(session.edit(session::set_config_entry, entry("learning_rate"), 0.004));
  const json requests = drained(session);
  CHECK(requests[0]["type"] == "race_config");
  CHECK(requests[0]["configs"][0]["learning_rate"] == 0.004);
  CHECK(requests[0]["configs"][1]["learning_rate"] == 0.004);
  CHECK(requests[0]["configs"][2]["learning_rate"] == 0.008);
}

TEST_CASE("reset ends the race with a fresh learner") {
  Session session;
  begin(session);
  judge(session, 1, 1.0, 0.3);
  session.coach().reset();
  CHECK_FALSE(session.coach().racing());
  CHECK_FALSE(session.coach().race()->winner);
  CHECK(requests_of(session) == Types{"race_stop", "train_reset", "train_start"});
  CHECK(session.document().config.seed == 1);
}

TEST_CASE("another length ends the race with a sentence and keeps the leader, paused") {
  Session session;
  begin(session);
  judge(session, 1, 1.0, 0.3);
  REQUIRE(session.edit(session::set_steps, 12));
  CHECK_FALSE(session.coach().racing());
  CHECK(session.coach().race()->winner == 1);
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(session.coach().training().sentence ==
        "The race is over because the pattern now has 12 steps: Train starts an agent of that length.");
  CHECK(requests_of(session) == Types{"train_pause", "race_keep"});
  CHECK(session.document().config.steps == 12);
  REQUIRE(session.edit(session::set_steps, 16));
  session.coach().train();
  CHECK(requests_of(session).back() == "train_start");
  SUBCASE("or nobody, if nobody was judged") {
    Session early;
    begin(early);
    REQUIRE(early.edit(session::set_steps, 12));
    CHECK(requests_of(early) == Types{"race_stop"});
    CHECK(early.coach().training().status == TrainingStatus::idle);
  }
}

TEST_CASE("an agent that is opened ends the race") {
  Session session;
  begin(session);
  REQUIRE(session.load_agent(complement_agent_bytes(16), AgentOrigin::file, "groove.safetensors"));
  CHECK_FALSE(session.coach().racing());
  CHECK(session.agent()->name == "groove");
  session.coach().train();
  CHECK(requests_of(session).back() == "train_start");
}

TEST_CASE("a runner that dies is out, the next best leads, and the others end the race") {
  Session session;
  begin(session, 2);
  judge(session, 0, 1.0, 0.3);
  judge(session, 1, 1.0, 0.2);
  REQUIRE(session.coach().race_dropped(1, "The training worker broke: cosmic ray."));
  CHECK(session.notices().back().text == "seed 2 is out of the race. The training worker broke: cosmic ray.");
  CHECK(session.coach().race()->leader() == 0);
  CHECK_FALSE(session.coach().race_dropped(1, "again"));
  CHECK_FALSE(session_test::race_stats(session, 1, "{}", 1.0));
  judge(session, 0, 20.0, 0.1, true);
  CHECK(session.coach().race()->winner == 0);
}

TEST_CASE("when the last runner dies the race is over and Train begins anew") {
  Session session;
  begin(session, 2);
  REQUIRE(session.coach().race_dropped(0, "Broken."));
  REQUIRE(session.coach().race_dropped(1, "Broken, too."));
  CHECK_FALSE(session.coach().racing());
  CHECK(session.coach().training().status == TrainingStatus::crashed);
  CHECK(session.coach().training().sentence == "Broken, too.");
  session.coach().train();
  CHECK(requests_of(session) == Types{"race_stop", "train_reset", "train_start"});
}

TEST_CASE("runners that cannot be judged end the race with a sentence") {
  Session session;
  begin(session);
  judge(session, 2, 1.0, 0.3);
  session.coach().race_error("The evaluation worker broke.");
  CHECK(session.coach().race()->winner == 2);
  CHECK(session.coach().training().status == TrainingStatus::paused);
  CHECK(session.coach().training().sentence.ends_with("The evaluation worker broke."));
}

TEST_CASE("a script reads and drives the race by commands") {
  Session session;
  const auto command = [&](const json& asked, std::span<const std::uint8_t> bytes = {}) {
    return json::parse(session_test::command(session, asked.dump(), 1.0, bytes));
  };
  const auto ok = [](const json& answer) { return answer["ok"].get<bool>(); };
  CHECK(command({{"type", "state"}})["result"]["race"].is_null());
  CHECK(ok(command({{"type", "machine"}, {"cores", 4}})));
  CHECK_FALSE(ok(command({{"type", "race"}, {"by", "luck"}})));
  CHECK_FALSE(ok(command({{"type", "race"}, {"runners", 5}})));
  CHECK_FALSE(session.coach().race());
  CHECK(ok(command({{"type", "race"}, {"by", "settings"}, {"runners", 2}, {"seconds", 5}})));
  CHECK_FALSE(ok(command({{"type", "race"}, {"seconds", 30}})));
  CHECK(session.coach().race_settings().seconds == 5);
  const auto bytes = complement_agent_bytes(16);
  const json verdict = {{"type", "race_agent"},
                        {"runner", 1},
                        {"seconds", 2.5},
                        {"finished", false},
                        {"verdict", R"({"regret": 0.25, "method": "annealing"})"}};
  CHECK(ok(command(verdict, bytes)));
  for (const char* key : {"runner", "seconds", "finished", "verdict"}) {
    json damaged = verdict;
    damaged.erase(key);
    CHECK_MESSAGE(!ok(command(damaged, bytes)), key);
  }
  for (const char* text : {"", "{}", R"({"regret": 0.25})", R"({"method": "exact"})"}) {
    json damaged = verdict;
    damaged["verdict"] = text;
    CHECK_MESSAGE(!ok(command(damaged, bytes)), text);
  }
  const json race = command({{"type", "state"}})["result"]["race"];
  CHECK(race["by"] == "settings");
  CHECK(race["leader"] == 1);
  CHECK(race["winner"].is_null());
  CHECK(race["exact"] == false);
  CHECK(race["runners"][0]["regret"].is_null());
  CHECK(race["runners"][1]["regret"] == 0.25);
  CHECK(race["runners"][1]["points"] == json({{{"seconds", 2.5}, {"regret", 0.25}}}));
  CHECK(ok(command({{"type", "race_keep"}})));
  CHECK_FALSE(ok(command({{"type", "race_keep"}})));
  CHECK(ok(command({{"type", "race_stop"}})));
}

}  // namespace
