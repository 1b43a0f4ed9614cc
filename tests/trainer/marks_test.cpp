// Where a training stops for its marks: after 1, 10, 100, … gradient_steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "trainer/service.h"

namespace {

// The gradient_steps at which run stopped, within so many env_steps.
std::vector<double> marks_of(const std::string& config, int env_steps) {
  trainer::Service service;
  REQUIRE(service.create(config));
  std::vector<double> marks;
  for (int run = 0; run < env_steps;) {
    const int more = service.run(std::min(500, env_steps - run));
    REQUIRE(more > 0);
    run += more;
    if (const int mark = service.take_mark(); mark > 0) {
      marks.push_back(nlohmann::json::parse(service.stats())["gradient_steps"].get<double>());
      CHECK(marks.back() == mark);
      CHECK(service.take_mark() == 0);
    }
  }
  return marks;
}

TEST_CASE("a training stops after exactly 1, 10 and 100 gradient steps, whatever its network learns from") {
  CHECK(marks_of(R"({"steps": 8, "environments": 4})", 600) == std::vector<double>{1, 10, 100});
  CHECK(marks_of(R"({"network": "mlp", "steps": 8, "environments": 4, "hidden_units": 16, "warm_up_steps": 50,
                     "train_interval": 3})",
                 800) == std::vector<double>{1, 10, 100});
}

TEST_CASE("a reset and a loaded agent begin their marks anew") {
  trainer::Service service;
  REQUIRE(service.create(R"({"steps": 8, "environments": 4})"));
  CHECK(service.run(100) == 4);
  CHECK(service.run(20) == 20);
  CHECK(service.take_mark() == 0);
  REQUIRE(service.create(R"({"steps": 8, "environments": 4})"));
  CHECK(service.run(100) == 4);
  CHECK(service.take_mark() == 1);
  REQUIRE(service.encode_agent());
  const std::vector<std::uint8_t> bytes = service.bytes();
  std::ranges::copy(bytes, service.inbox(static_cast<int>(bytes.size())));
  REQUIRE(service.load_agent());
  CHECK(service.run(100) == 4);
  CHECK(service.take_mark() == 1);
}

}  // namespace
