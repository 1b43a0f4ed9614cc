// Commands of the band: which rows are agents', and whom they hear.
#include "session/wire/commands.h"

namespace session {
namespace {

Reply hand_over(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  return reply(call.session.edit(session::hand_over, *voice));
}

Reply take_back(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  return reply(call.session.edit(session::take_back, *voice));
}

Reply show_part(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  return reply(call.session.edit(session::show_part, *voice));
}

// {"voice", "from", "on"}: whether the agent of `voice` hears the voice `from`.
Reply set_wire(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto name = read_text(call.json, "from");
  if (!name) return refuse(name.error());
  const std::optional<int> from = find_voice(*name);
  if (!from) return refuse(check_voice(-1).error());
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  return reply(call.session.edit(session::set_wire, *voice, *from, *on));
}

Reply set_band(const Call& call) {
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.edit(session::set_band, *name));
}

// The bands, for scripts.
Reply bands(const Call&) {
  Json list = Json::array();
  for (const rhythm::Band& band : rhythm::bands()) {
    Json voices = Json::array();
    for (std::size_t voice = 0; voice < kVoices; ++voice) {
      if (band.voices.test(voice)) voices.push_back(kVoiceNames[voice]);
    }
    list.push_back({{"name", std::string(band.name)}, {"help", std::string(band.help)}, {"agents", voices}});
  }
  return list;
}

// {"voice", "index"?}: the agent of the list that plays this voice; without an index the one at hand.
Reply set_part_agent(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  if (call.json.find("index") == nullptr) return reply(call.session.edit(session::set_part_agent, *voice, ""));
  const auto index = read_int(call.json, "index");
  if (!index) return refuse(index.error());
  return reply(call.session.player().seat_kept(*voice, static_cast<std::size_t>(*index)));
}

// {"voice", "name"} and an agent's file: that agent plays this voice.
Reply seat_agent(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.player().seat_file(*voice, call.inbox, *name));
}

}  // namespace

std::span<const Command> band_commands() {
  static constexpr Command commands[] = {
      {"hand_over", hand_over},
      {"take_back", take_back},
      {"show_part", show_part},
      {"set_wire", set_wire},
      {"set_band", set_band},
      {"bands", bands},
      {"set_part_agent", set_part_agent},
      {"seat_agent", seat_agent},
  };
  return commands;
}

}  // namespace session
