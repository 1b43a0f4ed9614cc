// Commands of taking grooves along: as events for files of notes and sound, as text for links and files.
#include "session/player/rendering.h"
#include "session/wire/commands.h"
#include "session/wire/groove_json.h"
#include "session/wire/slot_json.h"

namespace session {
namespace {

core::Result<Rendered> read_what(const Json& json) {
  const auto what = read_text(json, "what");
  if (what && *what == "pattern") return Rendered::pattern;
  if (what && *what == "song") return Rendered::song;
  return core::fail("\"what\" should be \"pattern\" or \"song\".");
}

// {"what", "cycles"?} -> {"hits": [[quarter, ms, voice, velocity, kit], …], "tempos": [[quarter, bpm], …], "quarters",
// "length_ms", "signature"}.
Reply render(const Call& call) {
  const auto what = read_what(call.json);
  if (!what) return refuse(what.error());
  const auto cycles = read_int_or(call.json, "cycles", 1);
  if (!cycles) return refuse(cycles.error());
  const auto rendering = session::render(call.session.document(), *what, *cycles);
  if (!rendering) return refuse(rendering.error());
  Json hits = Json::array();
  for (const RenderedHit& hit : rendering->hits) {
    hits.push_back(Json::array({hit.quarter, hit.time_ms, hit.voice, hit.velocity, hit.kit}));
  }
  Json tempos = Json::array();
  for (const RenderedTempo& tempo : rendering->tempos) {
    tempos.push_back(Json::array({tempo.quarter, tempo.tempo_bpm}));
  }
  Json json = {{"hits", std::move(hits)},
               {"tempos", std::move(tempos)},
               {"quarters", rendering->quarters},
               {"length_ms", rendering->length_ms}};
  json.update(timing_json(rendering->timing));
  return json;
}

Reply groove(const Call& call) { return groove_along_json(call.session.document()); }

// {"groove"}: what the command "groove" gave, or a pattern from a file of notes.
Reply open(const Call& call) {
  const Json* json = call.json.find("groove");
  if (json == nullptr || !json->is_object())
    return core::fail("\"groove\" should be what the command \"groove\" gave.");
  return reply(call.session.edit_at_bar([&](Document& document) { return open_groove(*json, document); }));
}

// {"what": "midi", "wav", "groove" or "link"}: of the song if it is on, else of the pattern.
Reply take_along(const Call& call) {
  const auto what = read_text(call.json, "what");
  for (const Along along : {Along::midi, Along::wav, Along::groove, Along::link}) {
    if (what && *what == name_of(along)) {
      call.session.take_along(along);
      return Json();
    }
  }
  return core::fail("\"what\" should be \"midi\", \"wav\", \"groove\" or \"link\".");
}

}  // namespace

std::span<const Command> groove_commands() {
  static constexpr Command commands[] = {
      {"render", render}, {"groove", groove}, {"open_groove", open}, {"take_along", take_along}};
  return commands;
}

}  // namespace session
