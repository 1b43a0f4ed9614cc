// Which agent plays a row, what it is asked for in the whole bank, and who learns.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "agent/agent_file.h"
#include "session/session.h"
#include "tests/session/band_steps.h"

namespace {

using nlohmann::json;
using rhythm::kHat;
using rhythm::kKick;
using rhythm::kRim;
using rhythm::kSnare;
using session::Session;
using session_test::kKickRow;
using session_test::kOpposite;
using session_test::load;
using session_test::set_kick;
using session_test::text_row;
using session_test::told;
using session_test::wire_to;

TEST_CASE("what a voice's agent is asked for is the same in the whole bank, whatever is pasted, opened or begun") {
  Session session;
  load(session);
  const auto densities_of = [&](int voice) {
    std::vector<double> densities;
    for (const session::Slot& slot : session.document().bank) {
      if (const session::Part* part = slot.part_of(voice)) densities.push_back(part->density);
    }
    std::ranges::sort(densities);
    densities.erase(std::ranges::unique(densities).begin(), densities.end());
    return densities;
  };
  REQUIRE(session.edit(session::set_density, -0.5));
  session.copy(std::nullopt);
  const json groove = told(session, {{"type", "groove"}});
  REQUIRE(session.edit(session::set_density, 0.25));
  REQUIRE(session.paste(std::nullopt));
  CHECK(densities_of(kSnare) == std::vector{0.25});
  told(session, {{"type", "open_groove"}, {"groove", groove}});
  CHECK(densities_of(kSnare) == std::vector{-0.5});
  // A starter's snare is an agent's; here nobody played it before.
  REQUIRE(session.edit(session::hand_over, kHat));
  REQUIRE(session.edit(session::take_back, kSnare));
  REQUIRE(session.load_starter("One drop"));
  CHECK(densities_of(kSnare) == std::vector{-0.5});
  const auto read = session_test::document_of(told(session, {{"type", "document"}}).dump());
  REQUIRE(read);
  CHECK(*read == session.document());
}

TEST_CASE("the learner is told what the voice that is practised now hears and is asked for") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  REQUIRE(session.edit(session::set_band, "Duo"));
  session.coach().train();
  session.coach().pause();
  session_test::drained(session);
  REQUIRE(session.edit(session::show_part, kHat));
  REQUIRE(session.edit(session::set_wire, kHat, kKick, false));
  session_test::drained(session);
  session.coach().train();
  const auto types = [&] {
    std::vector<std::string> found;
    for (const json& request : session_test::drained(session)) {
      if (std::string(request["type"]).starts_with("train_")) found.push_back(request["type"]);
    }
    return found;
  };
  CHECK(types() == std::vector<std::string>{"train_start", "train_reward", "train_kicks"});
  // It hears the snare's agent, which answers another kick otherwise.
  set_kick(session, "x.......x.......");
  const auto told_again = types();
  CHECK(std::ranges::count(told_again, "train_kicks") == 1);
}

TEST_CASE("an agent of the list plays one row, the one at hand the others, and one that was deleted gives way") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  REQUIRE(session.edit(session::set_band, "Duo"));
  REQUIRE(session.edit(session::show_part, kHat));
  REQUIRE(session.edit(session::set_preset, "Original"));
  wire_to(session, kHat, {kKick});
  CHECK(text_row(session, kHat) == kOpposite);
  // Untrained, without a model: it plays what comes first.
  core::Config config = core::original_config();
  config.steps = 16;
  agent::Agent idle(config);
  idle.info.name = "Idle";
  REQUIRE(session.add_kept(agent::encode_agent(idle), session::AgentOrigin::stored, "Idle"));
  REQUIRE(session.player().seat_kept(kHat, 0));
  REQUIRE(session.answers().heard(kHat) != nullptr);
  CHECK(session.answers().heard(kHat)->origin == session::AgentOrigin::stored);
  CHECK(session.answers().heard(kSnare)->origin == session::AgentOrigin::shipped);
  const std::string key = session.document().current().part_of(kHat)->agent;
  CHECK(key.size() == 16);
  CHECK(session.player().agents().find_kept(key) != nullptr);
  REQUIRE(session.player().forget_kept(0));
  REQUIRE(session.edit(session::set_wire, kHat, kRim, true));
  CHECK(session.answers().heard(kHat)->origin == session::AgentOrigin::shipped);
}

TEST_CASE("an agent's file that comes to a row plays that row alone, is in the list, and is there once") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  session.record_edits();
  const std::string before = text_row(session, kSnare);
  core::Config config = core::original_config();
  config.steps = 16;
  const std::vector<std::uint8_t> file = agent::encode_agent(agent::Agent(config));
  REQUIRE(session.player().seat_file(kHat, file, "quiet.safetensors"));
  const session::Part* hat = session.document().current().part_of(kHat);
  REQUIRE(hat != nullptr);
  const session::KeptAgent* kept = session.player().agents().find_kept(hat->agent);
  REQUIRE(kept != nullptr);
  CHECK(kept->text->name == "quiet");
  CHECK(session.player().agents().take_kept_unsaved());
  CHECK(session.answers().heard(kHat)->origin == session::AgentOrigin::stored);
  CHECK(text_row(session, kSnare) == before);
  const std::size_t count = session.player().agents().kept().size();
  REQUIRE(session.player().seat_file(kRim, file, "quiet.safetensors"));
  CHECK(session.player().agents().kept().size() == count);
  CHECK_FALSE(session.player().seat_file(kHat, std::vector<std::uint8_t>(20), "torn.safetensors"));
  CHECK_FALSE(session.player().seat_file(9, file, "quiet.safetensors"));
  CHECK(session.player().agents().kept().size() == count);
}

}  // namespace
