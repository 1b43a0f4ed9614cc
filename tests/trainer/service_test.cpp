#include "trainer/service.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "agent/agent_file.h"
#include "tests/agent/hand_made_network.h"

namespace {

using Json = nlohmann::json;

constexpr const char* kSmall =
    R"({"steps": 8, "hidden_units": 16, "batch_size": 8, "warm_up_steps": 50, "replay_capacity": 300})";

Json parse(const std::string& text) { return Json::parse(text, nullptr, false); }

void fill_inbox(trainer::Service& service, const std::vector<std::uint8_t>& bytes) {
  std::uint8_t* inbox = service.inbox(static_cast<int>(bytes.size()));
  REQUIRE(inbox != nullptr);
  std::ranges::copy(bytes, inbox);
}

}  // namespace

TEST_CASE("without a learner every call says so and does no harm") {
  trainer::Service service;
  CHECK(service.run(100) == 0);
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
        "episode_return", "final_reward", "delta_reward", "best_reward", "kick", "policy"}) {
    CAPTURE(key);
    CHECK(stats.contains(key));
  }
  for (const char* key : {"loss", "mean_q", "episode_return", "final_reward", "delta_reward"}) {
    CAPTURE(key);
    CHECK(stats[key].is_null());
  }
  CHECK(service.run(200) == 200);
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
  service.run(100);
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

TEST_CASE("the agent comes out as a file and goes back in") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  service.run(300);
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

TEST_CASE("a damaged agent is refused and the learner goes on as it was") {
  trainer::Service service;
  REQUIRE(service.create(kSmall).has_value());
  service.run(300);
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
