// What the musician asks for: how it is shown, when it is heard, and what the worker is told and asked.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "session/session.h"
#include "tests/rows.h"
#include "tests/session/session_steps.h"

using test::row;

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using rhythm::Term;
using session::AgentOrigin;
using session::RewardView;
using session::Session;
using session_test::agent_bytes_for;
using session_test::complement_agent_bytes;
using session_test::drained;
using session_test::requests;

constexpr auto kDifference = static_cast<std::size_t>(Term::difference);
constexpr auto kDensity = static_cast<std::size_t>(Term::density);
constexpr auto kOverlap = static_cast<std::size_t>(Term::overlap);
constexpr auto kBackbeat = static_cast<std::size_t>(Term::backbeat);
constexpr auto kSimilarity = static_cast<std::size_t>(Term::similarity);

rhythm::RewardSettings preset(const char* name) {
  const rhythm::RewardPreset* found = rhythm::find_preset(name);
  REQUIRE(found != nullptr);
  return found->settings;
}

// Difference +1, overlap -0.5, density to 0.25 with 0.4.
rhythm::RewardSettings mix() {
  rhythm::RewardSettings reward;
  reward[Term::difference] = {.weight = 1.0F};
  reward[Term::overlap] = {.weight = -0.5F};
  reward[Term::density] = {.weight = 0.4F, .mode = rhythm::TermMode::target, .level = 0.25F};
  return reward;
}

// Kick x.x.x.x. and snare xx......, all of it the musician's.
void set_rows(Session& session) {
  REQUIRE(session.edit(session::set_row, kKick, row("x.x.x.x.")));
  REQUIRE(session.edit(session::set_row, kSnare, row("xx......")));
}

TEST_CASE("contributions are what each term gives, never negative, and add up to the total") {
  Session session;
  set_rows(session);
  REQUIRE(session.edit(session::set_reward, mix()));
  const RewardView& view = session.reward_view();
  CHECK(view.values[kDifference] == 0.5F);                        // steps 1, 2, 4 and 6 of 8
  CHECK(view.contribution[kDifference] == 0.5F);                  // 1 * 0.5
  CHECK(view.contribution[kOverlap] == doctest::Approx(0.375F));  // 0.5 * (1 - 1/4)
  CHECK(view.contribution[kDensity] == doctest::Approx(0.4F));    // on its level
  CHECK(view.total == doctest::Approx(0.5 + 0.375 + 0.4));
  CHECK(view.possible == doctest::Approx(1.9));
  CHECK_FALSE(view.truth);
}

TEST_CASE("a toggle's effect is the difference that the toggle then makes") {
  Session session;
  set_rows(session);
  REQUIRE(session.edit(session::set_reward, mix()));
  for (int step = 0; step < 8; ++step) {
    const session::TermAmounts before = session.reward_view().contribution;
    const session::TermAmounts effect = session.toggle_effect(step);
    const int velocity = session.document().pattern().velocity(kSnare, step);
    REQUIRE(session.edit(session::set_step, kSnare, step, velocity == 0 ? 100 : 0));
    const session::TermAmounts after = session.reward_view().contribution;
    for (std::size_t t = 0; t < effect.size(); ++t) CHECK(after[t] - before[t] == doctest::Approx(effect[t]));
    REQUIRE(session.edit(session::set_step, kSnare, step, velocity));
  }
  CHECK(session.toggle_effect(3)[kDifference] == doctest::Approx(0.125F));
  CHECK(session.toggle_effect(2)[kOverlap] == doctest::Approx(-0.125F));
}

TEST_CASE("terms that mean nothing for a length do not count") {
  Session session;
  REQUIRE(session.edit(session::set_preset, "Backbeat mix"));
  CHECK(session.reward_view().applies[kBackbeat]);
  CHECK(session.reward_view().weights[kBackbeat] == 1.0F);
  REQUIRE(session.edit(session::set_steps, 2));
  CHECK_FALSE(session.reward_view().applies[kBackbeat]);
  CHECK(session.reward_view().weights[kBackbeat] == 0.0F);
  CHECK(session.document().part().reward[Term::backbeat].weight == 1.0F);
}

TEST_CASE("liking a snare gives the similarity a weight once, and another length puts it aside") {
  Session session;
  CHECK_FALSE(session.edit(session::like_answer));
  set_rows(session);
  REQUIRE(session.edit(session::like_answer));
  CHECK(session.document().part().reward.liked == row("xx......"));
  CHECK(session.reward_view().weights[kSimilarity] == 0.5F);
  CHECK(session.reward_view().values[kSimilarity] == 1.0F);
  CHECK(session::name_of(session.document().part().reward) == "your mix");
  REQUIRE(session.edit(session::set_term, Term::similarity, rhythm::TermSetting{.weight = 0.25F}));
  REQUIRE(session.edit(session::set_step, kSnare, 7, 100));
  REQUIRE(session.edit(session::like_answer));
  CHECK(session.document().part().reward[Term::similarity].weight == 0.25F);
  CHECK(session.document().part().reward.liked == row("xx.....x"));
  REQUIRE(session.edit(session::set_steps, 4));
  CHECK(session.reward_view().weights[kSimilarity] == 0.0F);
  REQUIRE(session.edit(session::set_preset, "Sparse"));  // what is liked stays
  CHECK(session.document().part().reward.liked == row("xx.....x"));
  CHECK(session::name_of(session.document().part().reward) == "Sparse");
  session.edit(session::forget_liked);
  CHECK(session.document().part().reward.liked.empty());
}

TEST_CASE("of the snares on the agent's way the best by the reward is played, at once when stopped") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::shipped, "a"));
  REQUIRE(session.edit(session::set_row, kKick, row("x...")));
  REQUIRE(session.edit(session::set_preset, "Original"));
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx");
  rhythm::RewardSettings one_hit;
  one_hit[Term::density] = {.weight = 1.0F, .mode = rhythm::TermMode::target, .level = 0.25F};
  REQUIRE(session.edit(session::set_reward, one_hit));
  CHECK(session.document().pattern().onset_count(kSnare) == 1);
}

TEST_CASE("while playing a moved slider is heard at the next bar line and not before") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::shipped, "a"));
  REQUIRE(session.edit(session::set_row, kKick, row("x...")));
  REQUIRE(session.edit(session::set_preset, "Original"));
  session.play(0.0);  // bars at 100, 600
  double now_ms = 0.0;
  std::vector<double> snares;
  const auto play_until = [&](double to_ms) {
    for (; now_ms < to_ms; now_ms += 25.0) {
      for (const auto& event : session.schedule(now_ms, 100.0)) {
        if (event.kind == sequencer::EventKind::hit && event.voice == kSnare) snares.push_back(event.time_ms);
      }
    }
  };
  play_until(300.0);
  REQUIRE(session.edit(session::set_term, Term::difference,
                       rhythm::TermSetting{.weight = -1.0F}));  // now the best is the silent start of the walk
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx");
  play_until(1200.0);
  CHECK(snares == std::vector<double>{225.0, 350.0, 475.0});
  CHECK(session.document().row_text(rhythm::kSnare) == "....");
}

TEST_CASE("the worker learns of new settings, without a new learner") {
  Session session;
  REQUIRE(session.edit(session::set_preset, "Clave"));
  CHECK(requests(session, "train_reward").empty());  // nobody trains
  session.coach().train();
  json all = drained(session);
  const json clave = session_test::brief_of(session);
  CHECK(all[0]["type"] == "train_reset");
  CHECK(all[0]["reward"] == clave);
  CHECK(all[1]["type"] == "train_start");
  CHECK(all[1]["reward"] == clave);
  REQUIRE(session.edit(session::set_term, Term::lhl, rhythm::TermSetting{.weight = 0.1F}));
  REQUIRE(session.edit(session::set_term, Term::lhl, rhythm::TermSetting{.weight = 0.2F}));
  all = drained(session);
  REQUIRE(all.size() == 2);  // and a save
  CHECK(all[0]["type"] == "train_reward");
  CHECK(all[0]["reward"] == session_test::brief_of(session));
  CHECK(session.coach().training().status == session::TrainingStatus::training);
  session::Document document = session.document();
  REQUIRE(session::set_reward(document, mix()));
  session.restore(document);
  CHECK(requests(session, "train_reward").size() == 1);
}

json truth_of(const char* snare, double reward) { return {{"best", {{"snare", snare}, {"reward", reward}}}}; }

TEST_CASE("the truth is asked for when somebody looks, one question at a time, the newest last") {
  Session session;
  set_rows(session);
  REQUIRE(session.edit(session::set_reward, mix()));
  CHECK(requests(session, "truth").empty());
  CHECK_FALSE(session.reward_view().truth);
  auto asked = requests(session, "truth");
  REQUIRE(asked.size() == 1);
  CHECK(asked[0]["question"]["kick"] == "x.x.x.x.");
  CHECK(asked[0]["question"]["previews"] == false);
  CHECK(asked[0]["question"]["reward"]["terms"]["overlap"]["weight"] == -0.5);
  REQUIRE(session.edit(session::set_term, Term::lhl, rhythm::TermSetting{.weight = 0.1F}));
  CHECK_FALSE(session.reward_view().truth);
  REQUIRE(session.edit(session::set_term, Term::lhl, rhythm::TermSetting{.weight = 0.0F}));
  CHECK(requests(session, "truth").empty());  // one is under way
  // .x.x.... : difference 6/8, no overlap, a density of 1/4.
  REQUIRE(session_test::truth_result(session, truth_of(".x.x....", 0.75 + 0.4).dump()));
  REQUIRE(session.reward_view().truth);
  CHECK(session.reward_view().truth->current);
  CHECK(session.reward_view().truth->total == doctest::Approx(0.75 + 0.5 + 0.4));
  CHECK(session.reward_view().truth->row == row(".x.x...."));
  CHECK(requests(session, "truth").empty());  // it is known
  REQUIRE(session.edit(session::set_step, kKick, 0, 0));
  CHECK_FALSE(session.reward_view().truth->current);
  CHECK(requests(session, "truth")[0]["question"]["kick"] == "..x.x.x.");
}

TEST_CASE("previews come when they are wanted") {
  Session session;
  set_rows(session);
  session.reward_view();
  drained(session);
  REQUIRE(session_test::truth_result(session, truth_of("........", 1.0).dump()));
  session.coach().truth().want_previews();
  session.reward_view();
  CHECK(requests(session, "truth")[0]["question"]["previews"] == true);
  json result = truth_of("........", 1.0);
  result["previews"] = {{"density", "xxxxxxxx"}};
  REQUIRE(session_test::truth_result(session, result.dump()));
  CHECK(session.reward_view().previews[kDensity] == row("xxxxxxxx"));
  CHECK(session.reward_view().previews[kOverlap].empty());
  REQUIRE(session.edit(session::set_steps, 4));
  CHECK(session.reward_view().previews[kDensity].empty());
}

TEST_CASE("no truth, a damaged or a failed one leaves nothing to show and asks no second time") {
  Session session;
  set_rows(session);
  session.reward_view();
  drained(session);
  Session unasked;
  CHECK_FALSE(session_test::truth_result(unasked, truth_of("........", 1.0).dump()));  // nobody asked
  SUBCASE("none for long patterns") { CHECK(session_test::truth_result(session, R"({"best": null})")); }
  SUBCASE("damaged") {
    const char* text = "";
    SUBCASE("no JSON") { text = "{"; }
    SUBCASE("another length") { text = R"({"best": {"snare": "x.x.", "reward": 1}})"; }
    SUBCASE("no snare") { text = R"({"best": {"reward": 1}})"; }
    [[maybe_unused]] const auto status = session_test::truth_result(session, text);
  }
  SUBCASE("failed") { session.coach().truth().fail(); }
  CHECK_FALSE(session.reward_view().truth);
  CHECK(requests(session, "truth").empty());
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));
  session.reward_view();
  CHECK(requests(session, "truth").size() == 1);
}

constexpr const char* kLearnedOther = "This agent learned other weights: press Train, and it learns these.";

TEST_CASE("an agent that learned other weights says so, until training learns the new ones") {
  Session session;
  CHECK(session.learned_note().empty());  // there is no agent
  REQUIRE(session.load_agent(agent_bytes_for(16, preset("Sparse")), AgentOrigin::shipped, "a"));
  CHECK(session.agent()->reward_name == "Sparse");
  CHECK_FALSE(session.agent()->conditioned);
  CHECK(session.learned_note() == kLearnedOther);
  REQUIRE(session.edit(session::set_preset, "Sparse"));
  CHECK(session.learned_note().empty());
  REQUIRE(session.edit(session::set_term, Term::lhl,
                       rhythm::TermSetting{.weight = 0.0F, .mode = rhythm::TermMode::minimise}));  // does not count
  CHECK(session.learned_note().empty());
  REQUIRE(session.edit(session::set_term, Term::lhl, rhythm::TermSetting{.weight = 0.1F}));
  CHECK(session.learned_note() == kLearnedOther);
  session.coach().train();
  CHECK(session.learned_note().empty());
  session.coach().pause();
  REQUIRE(session.coach().take_agent(agent_bytes_for(16, session.document().part().reward)));
  CHECK(session.learned_note().empty());
  REQUIRE(session.edit(session::set_steps, 8));
  CHECK(session.learned_note() ==
        "This agent has learned 16 steps and answers the first of them: press Train for one that learns 8.");
}

TEST_CASE("a reward-conditioned agent answers whatever is set") {
  Session session;
  REQUIRE(session.load_agent(agent_bytes_for(4, preset("Original"), true), AgentOrigin::shipped, "a"));
  REQUIRE(session.edit(session::set_row, kKick, row("x...")));
  CHECK(session.agent()->conditioned);
  REQUIRE(session.edit(session::set_preset, "Sparse"));
  CHECK(session.learned_note().empty());
  REQUIRE(session.edit(session::set_preset, "Original"));
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx");
  for (const float gain : session.answers().why()) CHECK(gain < 0.0F);
  REQUIRE(session.edit(session::set_term, Term::difference,
                       rhythm::TermSetting{.weight = -1.0F}));  // now it wants the opposite
  CHECK(session.document().row_text(rhythm::kSnare) == "x...");
}

TEST_CASE("an opened agent brings its taste, a stored or the shipped one does not") {
  const auto reward_after = [](AgentOrigin origin) {
    Session session;
    REQUIRE(session.edit(session::set_preset, "Busy"));
    REQUIRE(session.load_agent(agent_bytes_for(16, preset("Clave")), origin, "a"));
    return session::name_of(session.document().part().reward);
  };
  CHECK(reward_after(AgentOrigin::file) == "Clave");
  CHECK(reward_after(AgentOrigin::stored) == "Busy");
  CHECK(reward_after(AgentOrigin::shipped) == "Busy");
}

TEST_CASE("an agent is saved with what it learned, one that answers everything with what is set") {
  const auto saved_reward = [](bool conditioned) {
    Session session;
    REQUIRE(session.load_agent(agent_bytes_for(16, preset("Clave"), conditioned), AgentOrigin::file, "a"));
    REQUIRE(session.edit(session::set_preset, "Busy"));
    const auto bytes = session.export_agent(session.player().agents().side());
    REQUIRE(bytes);
    Session other;
    REQUIRE(other.load_agent(*bytes, AgentOrigin::file, "a"));
    return session::name_of(other.document().part().reward);
  };
  CHECK(saved_reward(false) == "Clave");
  CHECK(saved_reward(true) == "Busy");
}

TEST_CASE("training goes on from a reward-conditioned file as such") {
  Session session;
  REQUIRE(session.load_agent(agent_bytes_for(16, preset("Clave"), true), AgentOrigin::file, "a"));
  session.coach().train();
  CHECK(session.coach().training().learner->conditioned);
}

TEST_CASE("thinking longer finds the best of a short pattern, says what it gained and respects locks") {
  Session session;
  REQUIRE(session.load_agent(complement_agent_bytes(4), AgentOrigin::shipped, "a"));
  REQUIRE(session.edit(session::set_row, kKick, row("x.x.")));
  // Whatever this agent does, it walks towards .x.x: the liked pattern is off its way.
  rhythm::RewardSettings reward;
  reward.liked = row("x.x.");
  reward[Term::similarity] = {.weight = 1.0F};
  REQUIRE(session.edit(session::set_reward, reward));
  const double greedy = session.reward_view().total;
  CHECK(session.reward_view().thought == 0.0);
  session.edit(session::set_think, true);
  session.advance(1.0);  // thinking waits for the frame
  CHECK(session.document().row_text(rhythm::kSnare) == "x.x.");
  CHECK(session.reward_view().total == doctest::Approx(1.0));
  CHECK(session.reward_view().thought == doctest::Approx(1.0 - greedy));
  REQUIRE(session.edit(session::set_step, kSnare, 1, 100));
  session.advance(2.0);
  CHECK(session.document().row_text(rhythm::kSnare) == "xxx.");
  session.edit(session::set_think, false);
  CHECK(session.reward_view().thought == 0.0);
}

}  // namespace
