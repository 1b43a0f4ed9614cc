// Commands of the agents that play, and of how they are played.
#include <algorithm>
#include <utility>

#include "session/wire/commands.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

// "side": "a" or "b"; `fallback` if the key is missing.
core::Result<Side> read_side_or(const Json& json, Side fallback) {
  if (json.find("side") == nullptr) return fallback;
  const auto text = read_text(json, "side");
  for (const Side side : {Side::a, Side::b}) {
    if (text && *text == name_of(side)) return side;
  }
  return core::fail("\"side\" should be \"a\" or \"b\".");
}

// --- Files --------------------------------------------------------------------------------------------------------

core::Result<AgentOrigin> read_origin(const Json& json) {
  if (json.find("origin") == nullptr) return AgentOrigin::file;
  const auto text = read_text(json, "origin");
  for (const AgentOrigin origin : {AgentOrigin::file, AgentOrigin::shipped, AgentOrigin::stored}) {
    if (text && *text == name_of(origin)) return origin;
  }
  return core::fail("\"origin\" should be \"file\", \"shipped\" or \"stored\".");
}

// {"name"?, "origin"?, "side"?}: what this browser has kept may go back to side B.
Reply load_agent(const Call& call) {
  std::string name;
  if (call.json.find("name") != nullptr) {
    const auto text = read_text(call.json, "name");
    if (!text) return refuse(text.error());
    name = *text;
  }
  const auto origin = read_origin(call.json);
  if (!origin) return refuse(origin.error());
  const auto side = read_side_or(call.json, Side::a);
  if (!side) return refuse(side.error());
  if (*side == Side::b && *origin != AgentOrigin::stored) {
    return core::fail("Agents that are opened go to side A: \"ab_store\" puts the one that plays on side B.");
  }
  const auto status = *side == Side::b ? call.session.load_agent_b(call.inbox, name)
                                       : call.session.load_agent(call.inbox, *origin, name);
  if (!status) return refuse(status.error());
  return to_json(*call.session.player().agents().card(*side));
}

Reply export_agent(const Call& call) {
  const auto side = read_side_or(call.json, call.session.player().agents().side());
  if (!side) return refuse(side.error());
  auto bytes = call.session.export_agent(*side);
  if (!bytes) return refuse(bytes.error());
  call.bytes = std::move(*bytes);
  return Json{{"name", call.session.player().agents().file_name(*side, call.session.document().pattern().steps())},
              {"size", call.bytes.size()}};
}

Reply set_agent_text(const Call& call) {
  const auto& card = call.session.agent();
  std::string name = card ? card->name : std::string();
  std::string note = card ? card->note : std::string();
  for (const auto& [key, target] : {std::pair<const char*, std::string*>{"name", &name}, {"note", &note}}) {
    if (call.json.find(key) == nullptr) continue;
    const auto text = read_text(call.json, key);
    if (!text) return refuse(text.error());
    *target = *text;
  }
  return reply(call.session.set_agent_text(name, note));
}

Reply open_agent(const Call& call) {
  call.session.open_agent();
  return Json();
}

// --- The list -----------------------------------------------------------------------------------------------------

core::Result<std::size_t> read_index(const Json& json) {
  const auto index = read_int(json, "index");
  if (!index) return core::fail(index.error().message);
  if (*index < 0) return core::fail("An index counts from 0.");
  return static_cast<std::size_t>(*index);
}

Reply keep_agent(const Call& call) { return reply(call.session.player().keep_agent()); }

// {"name", "origin"}: "stored" or "shipped"; the name counts if the file has none.
Reply add_kept(const Call& call) {
  const auto origin = read_origin(call.json);
  if (!origin) return refuse(origin.error());
  if (*origin == AgentOrigin::file) return core::fail("\"origin\" should be \"shipped\" or \"stored\".");
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.add_kept(call.inbox, *origin, *name));
}

Reply play_kept(const Call& call) {
  const auto index = read_index(call.json);
  return index ? reply(call.session.play_kept(*index)) : refuse(index.error());
}

Reply rename_kept(const Call& call) {
  const auto index = read_index(call.json);
  if (!index) return refuse(index.error());
  const auto name = read_text(call.json, "name");
  return name ? reply(call.session.player().rename_kept(*index, *name)) : refuse(name.error());
}

Reply forget_kept(const Call& call) {
  const auto index = read_index(call.json);
  return index ? reply(call.session.player().forget_kept(*index)) : refuse(index.error());
}

// -> {"name"}, and the bytes of its file.
Reply export_kept(const Call& call) {
  const auto index = read_index(call.json);
  if (!index) return refuse(index.error());
  const Agents& agents = call.session.player().agents();
  auto bytes = agents.kept_file(*index);
  if (!bytes) return refuse(bytes.error());
  call.bytes = std::move(*bytes);
  return Json{{"name", agents.kept()[*index].text->name}};
}

// --- Playing ------------------------------------------------------------------------------------------------------

Reply set_density(const Call& call) {
  const auto density = read_number(call.json, "density");
  if (!density) return refuse(density.error());
  return reply(call.session.edit(session::set_density, *density));
}

Reply set_dynamics(const Call& call) {
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  return reply(call.session.edit(session::set_dynamics, *on));
}

Reply ab_store(const Call& call) { return reply(call.session.player().ab_store()); }

Reply ab_toggle(const Call& call) {
  if (auto status = call.session.player().ab_toggle(); !status) return refuse(status.error());
  return Json{{"side", name_of(call.session.player().agents().side())}};
}

Reply ab_clear(const Call& call) {
  call.session.player().ab_clear();
  return Json();
}

}  // namespace

std::span<const Command> agent_commands() {
  static constexpr Command commands[] = {
      {"load_agent", load_agent},   {"export_agent", export_agent}, {"set_agent_text", set_agent_text},
      {"open_agent", open_agent},   {"set_density", set_density},   {"set_dynamics", set_dynamics},
      {"ab_store", ab_store},       {"ab_toggle", ab_toggle},       {"ab_clear", ab_clear},
      {"keep_agent", keep_agent},   {"add_kept", add_kept},         {"play_kept", play_kept},
      {"rename_kept", rename_kept}, {"forget_kept", forget_kept},   {"export_kept", export_kept},
  };
  return commands;
}

}  // namespace session
