#include "trainer/service.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "agent/agent_file.h"
#include "tests/agent/hand_made_network.h"
#include "trainer/truth.h"

namespace {

using Json = nlohmann::json;

constexpr const char* kSmall =
    R"({"network": "mlp", "model": false, "steps": 8, "hidden_units": 16, "batch_size": 8, "warm_up_steps": 50, "replay_capacity": 300})";

Json parse(const std::string& text) { return Json::parse(text, nullptr, false); }

void fill_inbox(trainer::Service& service, const std::vector<std::uint8_t>& bytes) {
  std::uint8_t* inbox = service.inbox(static_cast<int>(bytes.size()));
  REQUIRE(inbox != nullptr);
  std::ranges::copy(bytes, inbox);
}

// As many env_steps in all, marks passed by. Returns how many.
int run_all(trainer::Service& service, int env_steps) {
  int run = 0;
  for (int more = 1; more > 0 && run < env_steps; run += more) more = service.run(env_steps - run);
  return run;
}

}  // namespace

TEST_CASE("without a learner every call says so and does no harm") {
  trainer::Service service;
  CHECK(run_all(service, 100) == 0);
  CHECK(service.stats() == "{}");
  CHECK_FALSE(service.set_config("{}").has_value());
  CHECK_FALSE(service.set_kicks("[]").has_value());
  CHECK_FALSE(service.encode_agent().has_value());
  CHECK_FALSE(service.load_agent().has_value());
  CHECK_FALSE(service.evaluate("{}").has_value());
}

TEST_CASE("stats have every key the page reads, null where there is nothing to say yet") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  Json stats = parse(service.stats());
  for (const char* key :
       {"env_steps", "gradient_steps", "episodes", "loss", "mean_q", "exploration", "exploration_value",
        "episode_return", "final_reward", "delta_reward", "best_reward", "terms", "kick", "policy"}) {
    CAPTURE(key);
    CHECK(stats.contains(key));
  }
  for (const char* key : {"loss", "mean_q", "episode_return", "final_reward", "delta_reward"}) {
    CAPTURE(key);
    CHECK(stats[key].is_null());
  }
  CHECK(run_all(service, 200) == 200);
  CHECK(service.run(-5) == 0);
  REQUIRE(service.set_kicks(R"(["x...x...", "xx......"])").has_value());
  stats = parse(service.stats());
  CHECK(stats["env_steps"] == 200);
  CHECK(stats["loss"].is_number());
  CHECK(stats["kick"] == "x...x...");
  CHECK(stats["exploration"] == "softmax");
  REQUIRE(stats["policy"].size() == 8);
  double sum = 0.0;
  for (const auto& p : stats["policy"]) sum += p.get<double>();
  CHECK(sum > 0.0);
  CHECK(sum < 1.0);  // the rest is "leave it"
}

TEST_CASE("bad hyper-parameters and kicks are refused and the learner goes on as it was") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  REQUIRE(service.set_kicks(R"(["x...x..."])").has_value());
  run_all(service, 100);
  for (const char* json : {"", "[]", R"({"steps": 1})", R"({"colour": "red"})"}) {
    CHECK_FALSE(service.create(json).has_value());
    CHECK_FALSE(service.set_config(json).has_value());
  }
  CHECK_FALSE(service.set_config(R"({"steps": 16})").has_value());
  for (const char* json : {"", "{}", R"(["x..."])", R"(["x...y..."])", "[8]", R"(["x...x...", 1])"}) {
    CHECK_FALSE(service.set_kicks(json).has_value());
  }
  const Json stats = parse(service.stats());
  CHECK(stats["env_steps"] == 100);
  CHECK(stats["kick"] == "x...x...");
}

TEST_CASE("a fresh learner keeps the kicks if they still fit") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  REQUIRE(service.set_kicks(R"(["x.x.x..."])").has_value());
  REQUIRE(service.create(kSmall).has_value());
  CHECK(parse(service.stats())["kick"] == "x.x.x...");
  REQUIRE(service.create("{}").has_value());
  CHECK(parse(service.stats())["kick"] == "................");
}

TEST_CASE("a kick of more steps than the learner's is practised window by window, one of fewer is refused") {
  trainer::Service service;
  REQUIRE(service.create(R"({"steps": 8, "start_state": "user_kick"})").has_value());
  REQUIRE(service.set_kicks(R"(["x...x...x.x.x.x.xx"])").has_value());
  CHECK(parse(service.stats())["kick"] == "x...x...");
  // Of three windows, and the third goes on from the beginning: their complements.
  CHECK(parse(service.stats())["best_reward"] == 1.0);
  CHECK(run_all(service, 640) == 640);
  CHECK(service.set_kicks(R"(["x..."])").error().message == "A kick has 4 steps, and the learner 8.");
}

TEST_CASE("a learner reads patterns in the metre that comes with the reward, and what it learned stays") {
  constexpr const char* kWaltz = R"({"terms": {"lhl": {"weight": 1}}, "metre": "3,2,2"})";
  for (const char* network : {"shared", "mlp"}) {
    CAPTURE(network);
    trainer::Service service;
    REQUIRE(service
                .create(R"({"steps": 12, "start_state": "user_kick", "network": ")" + std::string(network) +
                        R"(", "model": false, "hidden_units": 16, "replay_capacity": 300, "warm_up_steps": 50})")
                .has_value());
    REQUIRE(service.set_kicks(R"(["x..........."])").has_value());
    REQUIRE(service.set_reward(R"({"terms": {"lhl": {"weight": 1}}})").has_value());
    run_all(service, 640);
    REQUIRE(service.set_reward(kWaltz).has_value());
    CHECK(run_all(service, 640) == 640);
    const Json stats = parse(service.stats());
    CHECK(stats["env_steps"] == 1280);
    CHECK(stats["gradient_steps"].get<int>() > 10);
    const rhythm::Metre metre = *rhythm::Metre::parse("3,2,2");
    rhythm::RewardSettings syncopation;
    syncopation[rhythm::Term::lhl].weight = 1.0F;
    const trainer::Judge judge(12, metre, syncopation);
    const double best = static_cast<double>(judge.optimum(*rhythm::parse_row("x..........."), 1).best.reward);
    CHECK(parse(service.stats())["best_reward"].get<double>() == doctest::Approx(2.0 * best - 1.0));
  }
  trainer::Service service;
  for (const char* reward : {R"({"metre": "3,2,"})", R"({"metre": 3})", R"({"metre": []})"}) {
    CAPTURE(reward);
    CHECK(service.set_reward(reward).error().message.starts_with("A metre is written as numbers"));
  }
}

TEST_CASE("the best answers are those of the metre") {
  trainer::Service service;
  const auto best = [&](const char* metre) {
    const std::string question =
        R"({"kick": "x...........", "reward": {"terms": {"backbeat": {"weight": 1}, "density": {"weight": -0.5}},
            "metre": ")" +
        std::string(metre) + R"("}, "previews": true})";
    return parse(*service.truth(question));
  };
  CHECK(best("3,2,2")["best"]["snare"] == "....x.......");
  CHECK(best("2,3,2/6")["best"]["snare"] == "......x.....");
  CHECK(best("2,3,2/6")["previews"]["backbeat"] == "......x.....");
  CHECK(best("2,2,2,2")["best"] == best("2,2,3")["best"]);  // one that does not fit gives way to the usual one
}

TEST_CASE("the agent comes out as a file and goes back in") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  run_all(service, 300);
  REQUIRE(service.encode_agent().has_value());
  const auto bytes = service.bytes();
  REQUIRE(agent::decode_agent(bytes).has_value());

  trainer::Service other;
  REQUIRE(other.create("{}").has_value());  // 16 steps and another network
  fill_inbox(other, bytes);
  REQUIRE(other.load_agent().has_value());
  CHECK(parse(other.stats())["env_steps"] == 300);
  CHECK(parse(other.stats())["policy"].size() == 8);
  REQUIRE(other.encode_agent().has_value());
  CHECK(agent::decode_agent(other.bytes())->network.mlp().parameters() ==
        agent::decode_agent(bytes)->network.mlp().parameters());
}

TEST_CASE("a shared network goes out and in, and a learner of another length goes on from it") {
  trainer::Service service;
  REQUIRE(service.create(R"({"steps": 8, "environments": 8})").has_value());
  REQUIRE(service.set_kicks(R"(["x...x..."])").has_value());
  run_all(service, 400);
  CHECK(parse(service.stats())["policy"].size() == 8);
  REQUIRE(service.encode_agent().has_value());
  const auto bytes = service.bytes();

  trainer::Service other;
  REQUIRE(other.create(R"({"steps": 12, "channels": 8})").has_value());
  fill_inbox(other, bytes);
  REQUIRE(other.load_agent().has_value());
  CHECK(parse(other.stats())["policy"].size() == 12);
  REQUIRE(other.encode_agent().has_value());
  CHECK(agent::decode_agent(other.bytes())->network.parameters() == agent::decode_agent(bytes)->network.parameters());
}

TEST_CASE("a damaged agent is refused and the learner goes on as it was") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  run_all(service, 300);
  REQUIRE(service.encode_agent().has_value());
  const auto before = service.bytes();
  auto damaged = before;
  damaged[damaged.size() - 1] ^= 64U;
  fill_inbox(service, damaged);
  CHECK_FALSE(service.load_agent().has_value());
  CHECK_FALSE(service.evaluate("{}").has_value());
  REQUIRE(service.encode_agent().has_value());
  CHECK(service.bytes() == before);
  CHECK(service.inbox(-1) == nullptr);
  CHECK(service.inbox(2000000000) == nullptr);
  CHECK(service.inbox(0) != nullptr);
  CHECK_FALSE(service.load_agent().has_value());
}

TEST_CASE("an evaluation reports scenarios and shares, and checks its options") {
  trainer::Service service;
  fill_inbox(service, agent::encode_agent(agent_test::complement_agent(8, true)));
  const auto result = service.evaluate(R"({"iterations": 10, "starts": 300, "seed": 5})");
  REQUIRE(result.has_value());
  const Json json = parse(*result);
  CHECK(json["steps"] == 8);
  CHECK(json["iterations"] == 10);
  CHECK(json["best_reward"] == 1.0);
  CHECK(json["starts"] == 300);
  CHECK(json["reached"] == 1.0);
  CHECK(json["fewest"] == 1.0);
  for (const char* scenario : {"best", "worst", "random"}) {
    CHECK(json[scenario]["rewards"].size() == 11);
    CHECK(json[scenario]["sequences"].size() == 11);
    CHECK(json[scenario]["kick"].get<std::string>().size() == 8);
    CHECK(json[scenario]["rewards"].back() == 1.0);
  }
  CHECK(json["random"]["mean_rewards"].size() == 11);
  for (const char* options : {"", "[]", R"({"iterations": 0})", R"({"starts": 1e9})", R"({"starts": "all"})",
                              R"({"seed": -1})", R"({"iterations": 2.5})"}) {
    CAPTURE(options);
    CHECK_FALSE(service.evaluate(options).has_value());
  }
}

TEST_CASE("the best answer is the best of all snares, with or without a learner") {
  trainer::Service service;
  const auto answer = service.truth(R"({"kick": "x.x.", "reward": {"terms": {"difference": {"weight": 1},
      "density": {"weight": -0.5}}}, "previews": true})");
  REQUIRE(answer.has_value());
  const Json truth = parse(*answer);
  CHECK(truth["kick"] == "x.x.");
  // Each hit off the kick brings 1/4 of the difference and costs 1/8: all that the kick leaves free.
  CHECK(truth["best"]["snare"] == ".x.x");
  CHECK(truth["best"]["reward"] == 0.75);
  // Alone and with weight 1, whatever the weight is now.
  CHECK(truth["previews"]["difference"] == ".x.x");
  CHECK(truth["previews"]["density"] == "xxxx");
  CHECK(truth["previews"]["overlap"].is_string());
  CHECK_FALSE(truth["previews"].contains("similarity"));  // nothing is liked
}

TEST_CASE("nobody knows the best answer of a long pattern, but previews are climbed to") {
  trainer::Service service;
  const auto answer = service.truth(R"({"kick": "x...x...x...x...x...", "previews": true,
      "reward": {"terms": {"density": {"weight": 1}}}})");
  REQUIRE(answer.has_value());
  CHECK(parse(*answer)["best"].is_null());
  CHECK(parse(*answer)["previews"]["density"] == "xxxxxxxxxxxxxxxxxxxx");
}

TEST_CASE("what is no question about the truth is refused with a sentence") {
  trainer::Service service;
  for (const char* question : {"", "[]", "{}", R"({"kick": 4})", R"({"kick": "x"})", R"({"kick": "x.z."})",
                               R"({"kick": "x...", "previews": 1})", R"({"kick": "x...", "reward": 3})",
                               R"({"kick": "x...", "reward": {"terms": {"lhl": {"weight": 2}}}})"}) {
    CAPTURE(question);
    const auto answer = service.truth(question);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().message.ends_with("."));
  }
}

TEST_CASE("the best reward of the stats comes once settings and kicks rest, and never for long patterns") {
  trainer::Service service;
  REQUIRE(service.create(R"({"steps": 8, "start_state": "user_kick"})").has_value());
  REQUIRE(service.set_kicks(R"(["x...x..."])").has_value());
  CHECK(parse(service.stats())["best_reward"].is_null());
  CHECK(parse(service.stats())["best_reward"] == 1.0);  // the complement
  REQUIRE(
      service.set_reward(R"({"terms": {"density": {"weight": 0.5, "mode": "target", "level": 0.25}}})").has_value());
  CHECK(parse(service.stats())["best_reward"].is_null());
  // In the units of the rewards: 2 reward - sum of weights.
  CHECK(parse(service.stats())["best_reward"] == 0.5);
  CHECK_FALSE(service.set_reward(R"({"terms": {"density": {"weight": 3}}})").has_value());
  CHECK(parse(service.stats())["best_reward"] == 0.5);
  REQUIRE(service.create(R"({"steps": 20})").has_value());
  parse(service.stats());
  CHECK(parse(service.stats())["best_reward"].is_null());
}

TEST_CASE("stats tell what each term contributed, never below 0 and never above what its weight allows") {
  trainer::Service service;
  REQUIRE(service.create(R"({"steps": 8, "hidden_units": 16, "batch_size": 8, "episode_steps": 8})").has_value());
  REQUIRE(service
              .set_reward(R"({"terms": {"backbeat": {"weight": 0.75}, "overlap": {"weight": -0.5},
      "density": {"weight": 0.25, "mode": "target", "level": 0.25}}})")
              .has_value());
  run_all(service, 2000);
  service.stats();
  run_all(service, 1000);
  const Json stats = parse(service.stats());
  const Json& terms = stats["terms"];
  REQUIRE(terms.is_object());
  CHECK(terms["possible"] == 1.5);
  CHECK(terms["contribution"].size() == 3);
  double total = 0.0;
  for (const auto& [key, most] : {std::pair{"backbeat", 0.75}, {"overlap", 0.5}, {"density", 0.25}}) {
    CAPTURE(key);
    const double amount = terms["contribution"][key].get<double>();
    CHECK(amount >= 0.0);
    CHECK(amount <= most + 1e-6);
    total += amount;
  }
  // The same patterns' mean reward, centred: 2 reward - sum of weights.
  CHECK(total == doctest::Approx((stats["final_reward"].get<double>() + 1.5) / 2.0));
  CHECK(terms["best"].get<double>() == doctest::Approx((stats["best_reward"].get<double>() + 1.5) / 2.0));
  CHECK(terms["best"].get<double>() >= total);
}

TEST_CASE("thinking longer answers at least as well") {
  trainer::Service service;
  fill_inbox(service, agent::encode_agent(agent_test::complement_agent(8, true)));
  const Json report = parse(*service.evaluate(R"({"kicks": 10, "think": true,
      "reward": {"terms": {"lhl": {"weight": 1}, "cscore": {"weight": 1}}}})"))["report"];
  CHECK(report["regret"].get<double>() > 0.0);
  CHECK(report["think_regret"].get<double>() <= report["regret"].get<double>());
  CHECK(report["think_optimal_share"].get<double>() >= report["optimal_share"].get<double>());
}

TEST_CASE("an evaluation judges by the reward it is given") {
  trainer::Service service;
  fill_inbox(service, agent::encode_agent(agent_test::complement_agent(8, true)));
  // Original: the agent is perfect.
  Json json = parse(*service.evaluate(R"({"kicks": 10, "seed": 3})"));
  CHECK(json["report"]["kicks"] == 10);
  CHECK(json["report"]["regret"] == 0.0);
  CHECK(json["report"]["optimal_share"] == 1.0);
  CHECK(json["worst"].is_object());
  // The fewer onsets the better: it starts from the best.
  json = parse(*service.evaluate(R"({"kicks": 10, "reward": {"terms": {"density": {"weight": -1}}}})"));
  CHECK(json["steps"] == 8);
  CHECK(json["report"]["optimal_share"] == 1.0);
  CHECK_FALSE(json.contains("worst"));
  // Of another length, window by window.
  json = parse(*service.evaluate(R"({"kicks": 5, "steps": 12})"));
  CHECK(json["steps"] == 8);
  CHECK(json["report"]["steps"] == 12);
  CHECK(json["report"]["optimal_share"] == 1.0);
  for (const char* options :
       {R"({"kicks": 0})", R"({"steps": 1})", R"({"steps": 1025})", R"({"kicks": 1001})", R"({"think": 1})",
        R"({"reward": []})", R"({"reward": {"terms": {"swing": {"weight": 1}}}})"}) {
    CAPTURE(options);
    CHECK_FALSE(service.evaluate(options).has_value());
  }
}

TEST_CASE("a verdict is the evaluation's regret, also for the agents that follow") {
  trainer::Service service;
  const std::string reward = R"({"terms": {"lhl": {"weight": 1}, "density": {"weight": -0.5}}})";
  const auto agree = [&](const std::vector<std::uint8_t>& file, const std::string& by, int kicks, int seed) {
    fill_inbox(service, file);
    const Json verdict = parse(*service.judge(by, kicks, seed));
    const Json options = {{"reward", parse(by)}, {"kicks", kicks}, {"seed", seed}};
    const Json report = parse(*service.evaluate(options.dump()))["report"];
    for (const char* key : {"kicks", "method", "regret", "mean_reward"}) CHECK(verdict[key] == report[key]);
    return verdict["regret"].get<double>();
  };
  const auto complement = agent::encode_agent(agent_test::complement_agent(8, true));
  REQUIRE(service.create(R"({"steps": 8, "seed": 4})"));
  REQUIRE(service.encode_agent());
  const auto untrained = service.bytes();
  const double first = agree(complement, reward, 10, 3);
  CHECK(agree(untrained, reward, 10, 3) != first);
  CHECK(agree(complement, reward, 10, 3) == first);
  // Another seed, reward, number of kicks or length is another question.
  const std::string other = R"({"terms": {"difference": {"weight": 1}}})";
  agree(complement, reward, 10, 4);
  agree(complement, reward, 12, 4);
  agree(complement, other, 12, 4);
  agree(agent::encode_agent(agent_test::complement_agent(7, true)), other, 12, 4);
  CHECK_FALSE(service.judge(other, 0, 4).has_value());
  CHECK_FALSE(service.judge(other, 1001, 4).has_value());
  CHECK_FALSE(service.judge(other, 12, -1).has_value());
  CHECK_FALSE(service.judge("loud", 12, 4).has_value());
  CHECK(service.judge(other, 12, 4).has_value());
  fill_inbox(service, {});
  CHECK_FALSE(service.judge(other, 12, 4).has_value());
}
