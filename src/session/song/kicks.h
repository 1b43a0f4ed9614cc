// Kicks as drummers play them in a style, drawn by chance.
#pragma once

#include <cstdint>

#include "rhythm/metre.h"
#include "rhythm/pattern.h"
#include "rhythm/style.h"

namespace session {

// A row of `steps` velocities, accented on the bar line, for an agent that answers in this style. Of four bars the
// fourth is drawn anew, the others repeat the first. Any metre and length; where the style has no kicks of its own for
// the metre, those of none. The same seed gives the same row.
rhythm::Row draw_kick(rhythm::Style style, const rhythm::Metre& metre, int steps, std::uint32_t seed);

}  // namespace session
