// What the tests of bands do again and again.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/session/session_steps.h"

namespace session_test {

inline constexpr const char* kKickRow = "x...x...x..xx...";
inline constexpr const char* kOpposite = ".xxx.xxx.xx..xxx";

inline std::string text_row(const session::Session& session, int voice) { return session.document().row_text(voice); }

inline void wire_to(session::Session& session, int voice, std::initializer_list<int> heard) {
  for (int from = 0; from < session::kVoices; ++from) {
    if (from != voice) REQUIRE(session.edit(session::set_wire, voice, from, false));
  }
  for (const int from : heard) REQUIRE(session.edit(session::set_wire, voice, from, true));
}

inline nlohmann::json told(session::Session& session, const nlohmann::json& request) {
  const nlohmann::json reply = nlohmann::json::parse(command(session, request.dump(), 0.0));
  CAPTURE(reply.dump());
  REQUIRE(reply["ok"] == true);
  return reply["result"];
}

}  // namespace session_test
