// The sound of each voice: pitch, decay, tone and level. A click on a voice's name plays it.
#include <array>

#include "ui/desk/frame.h"
#include "ui/desk/voices.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "Tunes the built-in drums. MIDI devices keep their own sound.";
constexpr std::string_view kVolumeTip = "Volume of the built-in drums. MIDI devices keep their own.";

struct Knob {
  std::string_view label;
  std::string_view name;
  double session::VoiceSound::* member;
  std::string_view tip;
};

constexpr std::array<Knob, 4> kKnobs = {{
    {"PITCH", "pitch", &session::VoiceSound::pitch, "Nine semitones down to nine up."},
    {"DECAY", "decay", &session::VoiceSound::decay, "How long it rings."},
    {"TONE", "tone", &session::VoiceSound::tone, "Darker to brighter."},
    {"LEVEL", "level", &session::VoiceSound::level, "Its place in the mix."},
}};

constexpr float kName = 62.0f;
constexpr float kCaption = 20.0f;

float row_height(bool narrow) { return narrow ? 46.0f : 30.0f; }

bool is_plain(const session::Document& document) {
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
  const float width = (row.w - kName) / static_cast<float>(kKnobs.size());
  bool changed = false;
  for (std::size_t i = 0; i < kKnobs.size(); ++i) {
    const Rect area{row.x + kName + static_cast<float>(i) * width, row.y, width, row.h};
    const std::string control = voice_control(kKnobs[i].name, voice);
    changed |= frame.widgets.slider(control, area.inset(1.0f, 0.0f), &(sound.*kKnobs[i].member), kKnobs[i].tip);
  }
  if (changed) frame.report(session.edit(session::set_sound, voice, sound));
}

}  // namespace

bool volume_in_bar(const Layout& layout) { return !layout.narrow && layout.right.right() - layout.left.x >= 860.0f; }

float sounds_panel_height(bool narrow) {
  const float rows = static_cast<float>(session::kVoices) * row_height(narrow);
  return kPanelHeader + kCaption + rows + row_height(narrow) + 12.0f;
}

void draw_sounds_panel(const Frame& frame) {
  session::Session& session = frame.session;
  const bool plain = is_plain(session.document());
  const Rect inside = begin_panel(frame, Panel::sounds, "panel_sounds", "Sounds", plain ? "" : "tuned", kPanelTip);
  if (inside.empty()) return;
  const Painter& paint = frame.paint();
  const float width = (inside.w - kName) / static_cast<float>(kKnobs.size());
  for (std::size_t i = 0; i < kKnobs.size(); ++i) {
    paint.text({inside.x + kName + static_cast<float>(i) * width + width / 2, inside.y + 13.0f}, kKnobs[i].label,
               Type::label, palette::kTextDim, Align::centre);
  }
  Rect rest = inside.below(kCaption);
  for (int voice = 0; voice < session::kVoices; ++voice) {
    voice_row(frame, voice, rest.top_part(row_height(frame.narrow())));
    rest = rest.below(row_height(frame.narrow()));
  }
  const Rect last = rest.top_part(row_height(frame.narrow()));
  if (!volume_in_bar(frame.layout)) {
    double level = session.document().volume;
    paint.text_in(last.left_part(kName), "Volume", Type::body, palette::kTextSoft);
    if (frame.widgets.slider("volume", last.after(kName).left_part(last.w - kName - 70.0f), &level, kVolumeTip)) {
      frame.report(session.edit(session::set_volume, level));
    }
  }
  if (frame.widgets.button("sounds_reset", last.right_part(60.0f), "Reset", ButtonStyle::text,
                           "All voices as they were made.", !plain)) {
    for (int voice = 0; voice < session::kVoices; ++voice)
      frame.report(session.edit(session::set_sound, voice, session::VoiceSound{}));
  }
}

}  // namespace ui
