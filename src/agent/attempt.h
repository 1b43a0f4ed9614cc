// What an agent tries out while it learns: an episode by its softmax policy, where "leave it" leaves it.
#pragma once

#include "agent/answer.h"
#include "core/rng.h"

namespace agent {

// The snare that the softmax policy of this temperature (in toggles, above 0) ends at from task.snare on, after so many
// actions, "leave it" among them. Locked steps stay. At a high temperature it is a random snare, at a low one where the
// greedy policy goes.
rhythm::Row attempt(QNetwork& network, const Task& task, float temperature, int actions, core::Rng& rng);

}  // namespace agent
