// How the voices look and read: a colour and a title for each, and whether a row is heard.
#pragma once

#include <string>
#include <string_view>

#include "session/song/slot.h"
#include "ui/canvas/look.h"

namespace ui {

// Amber is the musician's kick, cyan the agent's snare; the other voices stay behind them.
Colour voice_colour(int voice);
Colour voice_hover_colour(int voice);

// "Open hat"
std::string_view voice_title(int voice);
// As short as a label beside a slim row has to be: "Open"
std::string_view short_title(int voice);

// "mute_open_hat": a control of a voice.
std::string voice_control(std::string_view control, int voice);
// "open_hat_3": a cell.
std::string cell_name(int voice, int step);

// Whether the row sounds: not muted, and solo if any row is.
bool voice_heard(const session::Slot& slot, int voice);

// "A" to "P"
std::string slot_letter(int slot);

}  // namespace ui
