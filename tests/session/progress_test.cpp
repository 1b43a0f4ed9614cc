// How a training is judged while it goes on, its marks, and what is heard of it.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "agent/agent_file.h"
#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using session::Session;
using session::Side;

session::Verdict verdict_after(double updates, double regret) {
  return {.point = {.updates = updates, .seconds = updates / 100.0, .regret = regret, .optimal_share = 1.0 - regret},
          .kicks = 100,
          .exact = true};
}

std::vector<std::uint8_t> some_agent(const Session& session) { return *session.export_agent(Side::a); }

TEST_CASE("verdicts are sorted by updates, the newest counts, and another reward makes all of them void") {
  Session session;
  session_test::load(session);
  CHECK_FALSE(session.coach().take_verdict(verdict_after(1.0, 0.5)));  // there is no training
  session.coach().train();
  REQUIRE(session.coach().take_verdict(verdict_after(100.0, 0.1)));
  REQUIRE(session.coach().take_verdict(verdict_after(10.0, 0.3)));
  const session::Training& training = session.coach().training();
  REQUIRE(training.progress.size() == 2);
  CHECK(training.progress[0].updates == 10.0);
  CHECK(training.verdict->point.updates == 100.0);
  REQUIRE(session.edit(session::set_preset, "Clave"));
  CHECK(training.progress.empty());
  CHECK_FALSE(training.verdict);
  for (int i = 1; i <= 1000; ++i) REQUIRE(session.coach().take_verdict(verdict_after(i, 0.1)));
  CHECK(training.progress.size() <= 240);
  CHECK(training.progress.back().updates == 1000.0);
}

TEST_CASE("the last eight marks are kept, one is heard as B while A learns on, and heard again A plays") {
  Session session;
  session_test::load(session);
  const auto bytes = some_agent(session);
  session.coach().train();
  for (int i = 0; i < 10; ++i) {
    auto marked = agent::decode_agent(bytes);
    REQUIRE(marked);
    marked->info.gradient_steps = static_cast<std::uint64_t>(std::lround(std::pow(10.0, i)));
    REQUIRE(session.coach().take_mark(i, agent::encode_agent(*marked)) == std::pow(10.0, i));
  }
  const session::Training& training = session.coach().training();
  REQUIRE(training.marks.size() == session::kMostMarks);
  CHECK(training.marks.front().updates == 100.0);
  CHECK_FALSE(session.coach().hear_mark(8));
  REQUIRE(session.coach().hear_mark(3));
  CHECK(session.player().agents().side() == Side::b);
  CHECK(session.agent()->name == "update 100000");
  CHECK(training.status == session::TrainingStatus::training);
  REQUIRE(session.coach().hear_mark(3));
  CHECK(session.player().agents().side() == Side::a);
  CHECK_FALSE(session.coach().take_mark(0.0, {}));
  session.coach().reset();
  CHECK(training.marks.empty());
}

TEST_CASE(
    "what is tried out is heard while a fresh agent explores, and neither after a pause, a crash, nor of an opened "
    "one") {
  for (const char* end : {"pause", "crash", "error"}) {
    CAPTURE(end);
    Session session;
    session_test::load(session);
    const auto bytes = some_agent(session);
    session.coach().train();
    REQUIRE(session.coach().take_agent(bytes));
    session::TrainingStats stats;
    stats.policy.assign(16, 0.5F);
    stats.point.exploration = 1.5;
    REQUIRE(session.coach().take_stats(stats));
    session.play(0.0);
    session.schedule(100.0, 200.0);
    session.advance(300.0);
    REQUIRE(session.answers().heard());
    CHECK(session.answers().heard()->attempt);
    if (std::string(end) == "pause") session.coach().pause();
    if (std::string(end) == "crash") session.coach().trainer_crashed("It broke.");
    if (std::string(end) == "error") session.coach().trainer_error("It broke.");
    session.schedule(2100.0, 200.0);
    session.advance(2300.0);
    CHECK_FALSE(session.answers().heard()->attempt);
  }
  Session session;
  session_test::load(session);
  REQUIRE(session.load_agent(some_agent(session), session::AgentOrigin::file, "opened"));
  session.coach().train();
  CHECK_FALSE(session.coach().training().fresh);
}

}  // namespace
