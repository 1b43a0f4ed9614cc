// The list of agents at hand.
#include <doctest/doctest.h>

#include <string>

#include "agent/agent_file.h"
#include "session/session.h"
#include "tests/session/hand_made_agent.h"
#include "tests/session/session_steps.h"

namespace {

using session::AgentOrigin;
using session::Session;

std::size_t count_of(const Session& session) { return session.player().agents().kept().size(); }
std::string name_of(const Session& session, std::size_t index) {
  return session.player().agents().kept()[index].text->name;
}

TEST_CASE("the agent that plays is kept, is played again after another was opened, and undo takes each step back") {
  Session session;
  session_test::load(session);
  REQUIRE(session.set_agent_text("First", ""));
  session.advance(1.0);
  REQUIRE(session.player().keep_agent());
  session.advance(2.0);
  CHECK(session.history().undo_label() == "keep agent");
  REQUIRE(count_of(session) == 1);
  CHECK(name_of(session, 0) == "First");
  CHECK_FALSE(session.player().keep_agent());  // it is there already
  REQUIRE(session.player().rename_kept(0, "Renamed"));
  session.advance(3.0);
  CHECK(session.agent()->name == "First");
  REQUIRE(session.undo());
  CHECK(name_of(session, 0) == "First");
  REQUIRE(session.player().forget_kept(0));
  session.advance(4.0);
  CHECK(count_of(session) == 0);
  REQUIRE(session.undo());
  REQUIRE(count_of(session) == 1);
  CHECK_FALSE(session.play_kept(1));
  CHECK_FALSE(session.player().forget_kept(7));
  REQUIRE(session.play_kept(0));
  CHECK(session.agent()->name == "First");
}

TEST_CASE("what is kept stays as it is while the agent that plays learns on") {
  Session session;
  session_test::load(session);
  REQUIRE(session.player().keep_agent());
  const auto before = session.player().agents().kept_file(0);
  REQUIRE(before);
  REQUIRE(session.play_kept(0));
  session.coach().train();
  auto learned = agent::decode_agent(*before);
  REQUIRE(learned);
  for (float& weight : learned->network.parameters()) weight += 0.25F;
  REQUIRE(session.coach().take_agent(agent::encode_agent(*learned)));
  CHECK(*session.player().agents().kept_file(0) == *before);
  CHECK_FALSE(session.player().agents().plays(session::Side::a, session.player().agents().kept()[0]));
}

TEST_CASE("the agent of the page is the first of the list, once, keeps its name, and cannot be deleted or undone") {
  Session session;
  session_test::load(session);
  REQUIRE(session.player().keep_agent());
  session.advance(1.0);
  const auto bytes = session.export_agent(session::Side::a);
  REQUIRE(bytes);
  REQUIRE(session.add_kept(*bytes, AgentOrigin::shipped, "page"));
  REQUIRE(session.add_kept(*bytes, AgentOrigin::shipped, "page"));
  session.advance(2.0);
  REQUIRE(count_of(session) == 2);
  CHECK(session.player().agents().kept()[0].line->origin == AgentOrigin::shipped);
  CHECK_FALSE(session.player().forget_kept(0));
  CHECK_FALSE(session.player().rename_kept(0, "Mine"));
  REQUIRE(session.undo());  // of keeping; what came with the page stays
  REQUIRE(count_of(session) == 1);
  CHECK(session.player().agents().kept()[0].line->origin == AgentOrigin::shipped);
  REQUIRE(session.redo());
  CHECK(count_of(session) == 2);
  CHECK_FALSE(session.add_kept({}, AgentOrigin::stored, "nothing"));
}

}  // namespace
