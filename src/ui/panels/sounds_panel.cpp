// The sound of the drums: the pattern's kit, and each voice's knobs. A click on a voice's name plays it.
#include <array>
#include <span>

#include "ui/desk/voices.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "Kit and sound of the built-in drums. MIDI devices keep their own.";
constexpr std::string_view kDriveTip = "Drive: all voices together, from clean to pressed and rough.";

struct Knob {
  std::string_view label;
  std::string_view name;
  double session::VoiceSound::* member;
  std::string_view tip;
};

// The first three make the sound, the others place it.
constexpr std::size_t kKnobsAtOnce = 3;
constexpr std::array<Knob, 6> kKnobs = {{
    {"PITCH", "pitch", &session::VoiceSound::pitch, "Nine semitones down to nine up."},
    {"DECAY", "decay", &session::VoiceSound::decay, "How long it rings."},
    {"TONE", "tone", &session::VoiceSound::tone, "Darker to brighter."},
    {"LEVEL", "level", &session::VoiceSound::level, "Its place in the mix."},
    {"PAN", "pan", &session::VoiceSound::pan, "From left to right."},
    {"ROOM", "room", &session::VoiceSound::room, "How much of it goes into a small room."},
}};

constexpr float kName = 62.0f;
constexpr std::array<std::string_view, 2> kPages = {"Sound", "Mix"};
constexpr std::string_view kPagesTip =
    "Sound: pitch, decay and tone of each voice. Mix: its level, its place, the room.";

std::span<const Knob> shown_knobs(const Frame& frame) {
  return std::span(kKnobs).subspan(frame.state.mix ? kKnobsAtOnce : 0, kKnobsAtOnce);
}
constexpr float kCaption = 20.0f;

float row_height(bool narrow) { return narrow ? 46.0f : 30.0f; }

bool is_plain(const session::Document& document) {
  if (document.drive != 0.0) return false;
  for (const auto& sound : document.sounds) {
    if (sound != session::VoiceSound{}) return false;
  }
  return true;
}

void voice_row(const Frame& frame, int voice, const Rect& row) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  const Rect name = row.left_part(kName);
  const Hit hit = frame.widgets.area(voice_control("audition", voice), name, "Plays it.");
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  paint.disc({name.x + 5.0f, name.centre().y}, 4.0f, voice_colour(voice));
  paint.text_in(name.after(16.0f), short_title(voice), Type::body, hit.hovered ? palette::kText : palette::kTextSoft);
  if (hit.pressed) frame.report(session.player().strike(voice, rhythm::kPlainVelocity));

  session::VoiceSound sound = session.document().sounds[static_cast<std::size_t>(voice)];
  const std::span<const Knob> knobs = shown_knobs(frame);
  const float width = (row.w - kName) / static_cast<float>(knobs.size());
  bool changed = false;
  for (std::size_t i = 0; i < knobs.size(); ++i) {
    const Rect area{row.x + kName + static_cast<float>(i) * width, row.y, width, row.h};
    const std::string control = voice_control(knobs[i].name, voice);
    changed |= frame.widgets.slider(control, area.inset(1.0f, 0.0f), &(sound.*knobs[i].member), knobs[i].tip);
  }
  if (changed) frame.report(session.edit(session::set_sound, voice, sound));
}

// The kit of the pattern that is shown.
void kit_row(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const auto kits = session::kit_table();
  const session::Kit kit = session.document().current().kit;
  const Painter& paint = frame.paint();
  const float width = row.w / static_cast<float>(kits.size());
  for (std::size_t i = 0; i < kits.size(); ++i) {
    const Rect target{row.x + static_cast<float>(i) * width, row.y, width, row.h};
    const Hit hit = frame.widgets.area("kit_" + std::string(kits[i].key), target, kits[i].help);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    const bool chosen = kits[i].kit == kit;
    const Rect shape = target.inset(1.0f, (row.h - 26.0f) / 2);
    paint.fill(paint.look().snap(shape),
               chosen        ? palette::kTextSoft
               : hit.hovered ? palette::kRaisedHover
                             : palette::kRaised,
               7.0f);
    paint.text_in(shape, kits[i].label, Type::small, chosen ? palette::kOnAccent : palette::kText, Align::centre);
    if (!hit.pressed) continue;
    frame.report(session.edit(session::set_kit, kits[i].kit));
    if (!session.playing()) frame.report(session.player().strike(rhythm::kKick, rhythm::kPlainVelocity));
  }
}

// True if it was moved.
bool slider_line(const Frame& frame, const Rect& line, std::string_view name, std::string_view words, double* value,
                 std::string_view tip) {
  frame.paint().text_in(line.left_part(kName), words, Type::body, palette::kTextSoft);
  return frame.widgets.slider(name, line.after(kName), value, tip);
}

}  // namespace

bool volume_in_bar(const Layout& layout) { return !layout.narrow && layout.right.right() - layout.left.x >= 860.0f; }

float sounds_panel_height(bool narrow) {
  const float rows = static_cast<float>(session::kVoices) * row_height(narrow);
  return kPanelHeader + kCaption + rows + (narrow ? 3 : 4) * row_height(narrow) + 14.0f;
}

void draw_sounds_panel(const Frame& frame) {
  session::Session& session = frame.session;
  const bool plain = is_plain(session.document());
  const Rect inside = begin_panel(frame, Panel::sounds, "panel_sounds", "Sounds", plain ? "" : "tuned", kPanelTip);
  if (inside.empty()) return;
  const Painter& paint = frame.paint();
  const float height = row_height(frame.narrow());
  kit_row(frame, inside.top_part(height));
  Rect rest = inside.below(height + 2.0f);
  int page = frame.state.mix ? 1 : 0;
  const float switch_height = frame.narrow() ? kTouchTarget : 26.0f;
  frame.widgets.segmented("knobs", {rest.x, rest.y + (height - switch_height) / 2, 130.0f, switch_height}, kPages,
                          &page, kPagesTip);
  frame.state.mix = page == 1;
  rest = rest.below(height);
  const std::span<const Knob> knobs = shown_knobs(frame);
  const float width = (inside.w - kName) / static_cast<float>(knobs.size());
  for (std::size_t i = 0; i < knobs.size(); ++i) {
    paint.text({rest.x + kName + static_cast<float>(i) * width + width / 2, rest.y + 13.0f}, knobs[i].label,
               Type::label, palette::kTextDim, Align::centre);
  }
  rest = rest.below(kCaption);
  for (const int voice : GridLayout::kOrder) {
    voice_row(frame, voice, rest.top_part(height));
    rest = rest.below(height);
  }
  constexpr float kReset = 60.0f;
  double drive = session.document().drive;
  const Rect line = rest.top_part(height);
  if (slider_line(frame, line.left_part(line.w - kReset - 10.0f), "drive", "Drive", &drive, kDriveTip)) {
    frame.report(session.edit(session::set_drive, drive));
  }
  if (frame.widgets.button("sounds_reset", line.right_part(kReset), "Reset", ButtonStyle::text,
                           "All knobs where they were at first; recorded sounds stay.", !plain)) {
    for (int voice = 0; voice < session::kVoices; ++voice)
      frame.report(session.edit(session::set_sound, voice, session::VoiceSound{}));
    frame.report(session.edit(session::set_drive, 0.0));
  }
  if (frame.narrow() || volume_in_bar(frame.layout)) return;  // it is at hand elsewhere
  double level = session.document().volume;
  if (slider_line(frame, rest.below(height).top_part(height), "volume", "Volume", &level, kVolumeTip)) {
    frame.report(session.edit(session::set_volume, level));
  }
}

}  // namespace ui
