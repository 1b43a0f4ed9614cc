// The pages of the MIDI panel, and what they share. Heights are of what is below the row of pages.
#pragma once

#include "ui/desk/form.h"
#include "ui/panels/panels.h"

namespace ui {

// The port that is chosen, or what is missing; a click opens the list `kind`. Takes its line off the top of `rest`.
void port_line(const Frame& frame, Rect& rest, std::string_view name, PopupKind kind, const session::MidiState& ports,
               std::string_view tip);
float port_line_height(bool narrow);
// What to do about the port; nothing while all is well.
void sentence_lines(const Frame& frame, Rect& rest, std::string_view sentence);
float sentence_height(std::string_view sentence);
// Empty while the chosen port works.
std::string port_sentence(const session::MidiState& ports);

float midi_out_height(const session::Session& session, bool narrow);
float midi_in_height(const session::Session& session, bool narrow);
float midi_clock_height(const session::Session& session, bool narrow);
float midi_pads_height(const session::Session& session, bool narrow);
float midi_learn_height(const session::Session& session, bool narrow);
float midi_timing_height(const session::Session& session, bool narrow);

void draw_midi_out(const Frame& frame, Rect rest);
void draw_midi_in(const Frame& frame, Rect rest);
void draw_midi_clock(const Frame& frame, Rect rest);
void draw_midi_pads(const Frame& frame, Rect rest);
void draw_midi_learn(const Frame& frame, Rect rest);
void draw_midi_timing(const Frame& frame, Rect rest);

}  // namespace ui
