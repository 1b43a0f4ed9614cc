// Clock in both directions, and a grid controller whose pads toggle steps and show them.
#include <array>

#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

constexpr std::string_view kPadsPortTip =
    "The grid controller. Its notes toggle steps; what plays is sent back as lights.";

constexpr std::string_view kPadsInTip =
    "Where its pads come in: found by the output's name, unless you choose it. Click for the list.";

struct Field {
  std::string_view name;
  std::string_view label;
  int sequencer::PadSettings::* member;
  double least;
  double most;
  std::string_view tip;
};

constexpr std::array<Field, 4> kFields = {{
    {"pads_base_note", "First note", &sequencer::PadSettings::base_note, 0, 127,
     "Note of the first pad, at the left of the first row."},
    {"pads_row_stride", "Row stride", &sequencer::PadSettings::row_stride, 1, 64,
     "From a pad's note to that of the pad in the next row."},
    {"pads_columns", "Columns", &sequencer::PadSettings::columns, 1, 16, "Pads in a row."},
    {"pads_rows", "Rows", &sequencer::PadSettings::rows, 1, 16, "Rows of pads."},
}};

struct Light {
  std::string_view name;
  std::string_view label;
};

// By sequencer::PadLight.
constexpr std::array<Light, sequencer::kPadLights> kLights = {{
    {"light_empty", "Rest"},
    {"light_kick", "Kick"},
    {"light_snare", "Snare"},
    {"light_locked", "Locked snare"},
    {"light_other", "Rim and hats"},
    {"light_playhead", "Playhead"},
    {"light_playhead_on", "Playhead on a hit"},
}};

// What to do about the lights or about the pads' input; nothing while both are there.
std::string pads_sentence(const session::Ports& ports) {
  return ports.pads().ready() && ports.pads_in().selected ? "" : ports.pads().sentence;
}

std::string followed_words(const session::ClockView& clock) {
  if (!clock.following) return "none";
  return fixed_number(clock.tempo_bpm, 1) + (clock.steady ? " BPM" : " BPM …");
}

}  // namespace

float midi_clock_height(const session::Session& session, bool narrow) {
  return 3 * form_line(narrow) + sentence_height(session.midi().follower().view().sentence);
}

void draw_midi_clock(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  session::ClockSettings clock = session.document().midi_setup.clock;
  bool changed = toggle_line(frame, rest, "clock_out", "Send clock", &clock.out,
                             "24 pulses a quarter, start, stop and song position go to the output's device.");
  changed |= toggle_line(frame, rest, "clock_in", "Follow clock", &clock.in,
                         "Tempo, start and stop come from the input's device.");
  if (changed) frame.report(session.edit(session::set_clock, clock));
  words_line(frame, rest, "Tempo followed", followed_words(session.midi().follower().view()),
             "The smoothed tempo of the clock that comes in.");
  sentence_lines(frame, rest, session.midi().follower().view().sentence);
}

float midi_pads_height(const session::Session& session, bool narrow) {
  return 2 * port_line_height(narrow) + sentence_height(pads_sentence(session.midi().ports())) +
         static_cast<float>(2 + kFields.size() + kLights.size()) * form_line(narrow) + 20.0f;
}

void draw_midi_pads(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  port_line(frame, rest, "pads_port", PopupKind::midi_pads, session.midi().ports().pads(), kPadsPortTip);
  sentence_lines(frame, rest, pads_sentence(session.midi().ports()));
  port_line(frame, rest, "pads_in_port", PopupKind::midi_pads_in, session.midi().ports().pads_in(), kPadsInTip);
  sequencer::PadSettings pads = session.document().midi_setup.pads;
  bool changed = toggle_line(frame, rest, "pads_on", "Pads toggle steps", &pads.on,
                             "The controller's pads are the grid's steps, and show them.");
  changed |= toggle_line(frame, rest, "pads_top_first", "First note at the top", &pads.top_first,
                         "Whether the first note is that of the pad at the upper left.");
  for (const Field& field : kFields) {
    double value = pads.*field.member;
    changed |= number_line(frame, rest, field.name, field.label, &value, {field.least, field.most, 1, false, 0, ""},
                           field.tip);
    pads.*field.member = static_cast<int>(value);
  }
  caption_line(frame, rest, "LIGHTS, AS VELOCITIES");
  for (std::size_t i = 0; i < kLights.size(); ++i) {
    double value = pads.colours[i];
    changed |= number_line(frame, rest, kLights[i].name, kLights[i].label, &value, {0, 127, 1, false, 0, ""},
                           "The velocity that your controller shows as the colour you want.");
    pads.colours[i] = static_cast<int>(value);
  }
  if (changed) frame.report(session.edit(session::set_pads, pads));
}

}  // namespace ui
