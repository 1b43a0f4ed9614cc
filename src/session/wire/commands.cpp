// The commands: JSON in, a call of a Session's method, JSON out. One entry of a table per command.
//
// A command {"type": …} gets {"ok":true,"result":…} or {"ok":false,"error":sentence}. Keys that a command does not know
// are ignored, those it needs are checked; a refused command has changed nothing. Steps count from 0, voices are named
// as in kVoiceNames. With "join": a text, a command is one step of undo with those before it
// that had the same text and are not older than half a second.
#include "session/wire/commands.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "session/song/starters.h"
#include "session/wire/document_json.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

std::array<std::span<const Command>, 10> tables() {
  return {playing_commands(),  pattern_commands(), groove_commands(), band_commands(), reward_commands(),
          training_commands(), race_commands(),    agent_commands(),  midi_commands(), page_commands()};
}

Reply notice(const Call& call) {
  const auto text = read_text(call.json, "text");
  if (!text) return refuse(text.error());
  const auto level = read_text(call.json, "level");
  if (level && *level == "info") {
    call.session.notify(*text, NoticeLevel::info);
  } else if (level && *level == "warning") {
    call.session.notify(*text, NoticeLevel::warning);
  } else if (level && *level == "error") {
    call.session.notify(*text, NoticeLevel::error);
  } else {
    return core::fail("\"level\" should be \"info\", \"warning\" or \"error\".");
  }
  return Json();
}

Reply document(const Call& call) { return document_json(call.session.document()); }

// {"document", "origin"?}: "stored" at the start of a visit.
Reply restore(const Call& call) {
  const Json* json = call.json.find("document");
  if (json == nullptr) return core::fail("\"document\" should be what the command \"document\" gave.");
  auto document = read_document(*json);
  if (!document) return refuse(document.error());
  if (call.json.contains("origin")) {
    const auto origin = read_text(call.json, "origin");
    if (!origin || *origin != "stored") return core::fail("\"origin\" should be \"stored\", or missing.");
    call.session.bring_back_visit(std::move(*document));
  } else {
    call.session.restore(std::move(*document));
  }
  return Json();
}

// What a first visit begins with.
Reply first_visit(const Call& call) {
  call.session.bring_back_visit(first_visit_document());
  return Json();
}

Reply undo(const Call& call) { return reply(call.session.undo()); }
Reply redo(const Call& call) { return reply(call.session.redo()); }

Reply gesture_begin(const Call& call) {
  call.session.begin_gesture();
  return Json();
}

Reply gesture_end(const Call& call) {
  call.session.end_gesture();
  return Json();
}

Reply state(const Call& call) { return state_json(call.session); }

Reply commands(const Call&) {
  Json names = Json::array();
  for (const auto& table : tables()) {
    for (const Command& command : table) names.push_back(command.name);
  }
  return names;
}

constexpr Command kCommands[] = {
    {"undo", undo},
    {"redo", redo},
    {"gesture_begin", gesture_begin},
    {"gesture_end", gesture_end},
    {"notice", notice},
    {"document", document},
    {"restore", restore},
    {"first_visit", session::first_visit},
    {"state", state},
    {"commands", commands},
};

Reply run(const Call& call) {
  const auto type = read_text(call.json, "type");
  if (!type) return core::fail("A command is a JSON object with a \"type\".");
  for (const auto& table : tables()) {
    const auto command = std::ranges::find_if(table, [&](const Command& each) { return *type == each.name; });
    if (command != table.end()) return command->run(call);
  }
  return core::fail("There is no command " + core::in_quotes(*type) + ".");
}

}  // namespace

std::span<const Command> page_commands() { return kCommands; }

std::unexpected<core::Error> refuse(const core::Error& error) { return core::fail(error.message); }

Reply reply(const core::Status& status) {
  if (!status) return refuse(status.error());
  return Json();
}

core::Result<int> read_voice(const Json& json) {
  const auto name = read_text(json, "voice");
  const std::optional<int> voice = name ? find_voice(*name) : std::nullopt;
  if (voice) return *voice;
  return core::fail("\"voice\" should be one of " + core::listed(kVoiceNames) + ".");
}

core::Result<int> read_int_or(const Json& json, const char* key, int fallback) {
  return json.find(key) == nullptr ? core::Result<int>(fallback) : read_int(json, key);
}

std::string run_command(Session& session, std::string_view json, double now_ms, std::span<const std::uint8_t> inbox,
                        std::vector<std::uint8_t>& bytes) {
  session.set_now(now_ms);
  bytes.clear();
  const Json root = Json::parse(json);
  session.record_edits();
  if (const auto key = read_text(root, "join")) session.join_edits(*key);
  const Reply result = run({.session = session, .json = root, .now_ms = now_ms, .inbox = inbox, .bytes = bytes});
  session.answers().answer_if_owed(session.playing());
  session.record_edits();
  if (!result) return Json({{"ok", false}, {"error", result.error().message}}).dump();
  return Json({{"ok", true}, {"result", *result}}).dump();
}

}  // namespace session
