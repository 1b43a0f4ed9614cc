#include "session/player/together.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace session {
namespace {

// How things were at the end of a round.
struct Round {
  rhythm::Pattern pattern;
  std::vector<AnswerRef> answers;
};

// True if any row has changed.
bool play_round(Slot& slot, const TakeTurn& take_turn, std::vector<AnswerRef>& answers) {
  bool changed = false;
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    const Part& part = slot.parts[i];
    AnswerRef answer = take_turn(slot.pattern, part);
    if (answer == nullptr) continue;
    changed = changed || !std::ranges::equal(answer->row, slot.pattern.row(part.voice));
    slot.pattern.set_row(part.voice, answer->row);
    answers[i] = std::move(answer);
  }
  return changed;
}

}  // namespace

bool hears_later_ones(const Slot& slot) {
  VoiceSet later;
  for (auto part = slot.parts.rbegin(); part != slot.parts.rend(); ++part) {
    if ((part->hears & later).any()) return true;
    later.set(static_cast<std::size_t>(part->voice));
  }
  return false;
}

Together answer_together(Slot slot, const TakeTurn& take_turn, const ShareReward& shared_reward, int most_rounds) {
  clear_answers(slot);
  Together together{.answers = std::vector<AnswerRef>(slot.parts.size())};
  if (!hears_later_ones(slot)) most_rounds = std::min(most_rounds, 1);
  std::vector<Round> rounds;
  while (together.rounds < most_rounds) {
    const bool changed = play_round(slot, take_turn, together.answers);
    ++together.rounds;
    if (!changed || most_rounds == 1) return together;
    if (std::ranges::find(rounds, slot.pattern, &Round::pattern) != rounds.end()) break;
    rounds.push_back({.pattern = slot.pattern, .answers = together.answers});
  }
  together.settled = false;
  const auto best =
      std::ranges::max_element(rounds, {}, [&](const Round& round) { return shared_reward(round.pattern); });
  together.answers = best->answers;
  return together;
}

}  // namespace session
