// Playing the agents: two of them side by side, the density fader and dynamics.
#include <utility>

#include "session/player/answering.h"
#include "session/session.h"

namespace session {

core::Status Session::set_density(double density) {
  if (auto status = check_density(density); !status) return status;
  if (density == document_.density) return {};
  document_.density = density;
  document_changed();
  if (!playing()) answer_soon();
  return {};
}

void Session::set_dynamics(bool dynamics) {
  if (dynamics == document_.dynamics) return;
  document_.dynamics = dynamics;
  document_changed();
  if (!playing()) answer_soon();
}

rhythm::Row Session::answer_of(Side side) {
  return answers(side, document_.pattern().steps()) ? ask_agent(side, document_.current()).snare : rhythm::Row{};
}

core::Status Session::ab_store() {
  if (answerer() == nullptr) return core::fail("There is no agent to put aside yet: press Train, or open one.");
  if (side_ == Side::b) return {};
  begin_line(Side::b);
  set_agent(Side::b, answerer()->agent(), agent()->origin);
  agent_b_unsaved_ = true;
  return {};
}

core::Status Session::ab_toggle() {
  const Side other = side_ == Side::a ? Side::b : Side::a;
  if (answerer(other) == nullptr) {
    return core::fail(other == Side::b ? "There is no agent on side B yet: put the one that plays aside first."
                                       : "There is no agent on side A yet: press Train, or open one.");
  }
  play_side(other);
  return {};
}

void Session::ab_clear() {
  if (answerer(Side::b) == nullptr) return;
  begin_line(Side::b);
  handle(Side::b).line->answerer.reset();
  show_line(Side::b);
}

void Session::play_side(Side side) {
  side_ = side;
  if (!playing()) answer_soon();
  changed();
}

}  // namespace session
