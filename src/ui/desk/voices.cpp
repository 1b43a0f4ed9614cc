#include "ui/desk/voices.h"

#include <algorithm>
#include <array>

namespace ui {
namespace {

struct VoiceLook {
  std::string_view title;
  std::string_view short_title;
  Colour colour;
  Colour hover;
};

constexpr std::array<VoiceLook, session::kVoices> kLooks = {{
    {"Kick", "Kick", palette::kAmber, palette::kAmberHover},
    {"Snare", "Snare", palette::kCyan, palette::kCyanHover},
    {"Rim", "Rim", rgb(0xb9a9c9), rgb(0xd0c3dd)},
    {"Hat", "Hat", rgb(0xaab6c4), rgb(0xc4cedA)},
    {"Open hat", "Open", rgb(0x8fa8a4), rgb(0xaac2be)},
    {"Clap", "Clap", rgb(0xc9a6b0), rgb(0xddc0c8)},
    {"Low tom", "Low", rgb(0xc2a78c), rgb(0xd8c2ab)},
    {"High tom", "High", rgb(0xb9b48c), rgb(0xd1cdab)},
}};

const VoiceLook& look_of(int voice) { return kLooks[static_cast<std::size_t>(voice)]; }

}  // namespace

Colour voice_colour(int voice) { return look_of(voice).colour; }
Colour voice_hover_colour(int voice) { return look_of(voice).hover; }
std::string_view voice_title(int voice) { return look_of(voice).title; }
std::string_view short_title(int voice) { return look_of(voice).short_title; }

std::string voice_control(std::string_view control, int voice) {
  return std::string(control) + "_" + session::voice_key(voice);
}

std::string cell_name(int voice, int step) { return session::voice_key(voice) + "_" + std::to_string(step); }

bool voice_heard(const session::Slot& slot, int voice) {
  const auto& settings = slot.voices[static_cast<std::size_t>(voice)];
  const bool any_solo = std::any_of(slot.voices.begin(), slot.voices.end(), [](const auto& v) { return v.solo; });
  return !settings.mute && (!any_solo || settings.solo);
}

std::string slot_letter(int slot) { return std::string(1, static_cast<char>('A' + slot)); }

}  // namespace ui
