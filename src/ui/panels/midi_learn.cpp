// Learning controls: a click on the page says what, a knob or a pad that moves says with what.
#include <array>
#include <charconv>

#include "imgui.h"
#include "session/targets.h"
#include "ui/desk/voices.h"
#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

constexpr std::string_view kLearnTip =
    "Then click a slider, a button or a step, and move the knob or press the pad for it.";
constexpr std::string_view kForgetTip = "Click to forget it.";
constexpr std::string_view kTurnsTip =
    "What the control sends: where it is, as a knob or fader with ends does, or how far it was turned, as an endless "
    "encoder does: 1 and 127, 65 and 63, or 1 and 65 for one step forward and back. Click for the next.";
constexpr float kButton = 44.0f;
constexpr float kTurnsWidth = 66.0f;

struct Pair {
  std::string_view control;
  std::string_view target;
};

// Controls whose target has another name; most have the same.
constexpr std::array<Pair, 5> kRenamed = {{
    {"humanise_slider", "humanise"},
    {"groove_swing_slider", "swing"},
    {"groove_swing", "swing"},
    {"like_snare", "like"},
    {"song_on", "song"},
}};

// Controls that are "first_second" where the target is "first:second".
constexpr std::array<Pair, 6> kPrefixes = {{
    {"weight_", "weight:"},
    {"level_", "level:"},
    {"setting_", "config:"},
    {"slot_", "slot:"},
    {"kit_", "kit:"},
    {"mute_", "mute:"},
}};

// What a control of the page is called among the targets, whether there is such a target or not.
std::string target_name(std::string_view control) {
  for (const Pair& pair : kRenamed) {
    if (control == pair.control) return std::string(pair.target);
  }
  for (int voice = 0; voice < session::kVoices; ++voice) {
    const std::string name = session::voice_key(voice);
    for (const std::string_view part : {"pitch", "decay", "tone", "level", "pan", "room"}) {
      if (control == voice_control(part, voice)) return "sound:" + name + ":" + std::string(part);
    }
    for (const std::string_view part : {"solo", "clear"}) {
      if (control == voice_control(part, voice)) return std::string(part) + ":" + name;
    }
    const std::string cell = name + "_";
    if (control.starts_with(cell)) return "step:" + name + ":" + std::string(control.substr(cell.size()));
  }
  for (const Pair& pair : kPrefixes) {
    if (control.starts_with(pair.control)) {
      return std::string(pair.target) + std::string(control.substr(pair.control.size()));
    }
  }
  return std::string(control);
}

std::string control_words(const session::Learned& learned) {
  const std::string what = learned.kind == session::LearnKind::controller ? "CC " : "note ";
  return what + std::to_string(learned.number) + ", ch " + std::to_string(learned.channel);
}

std::string_view turns_words(session::Turns turns) {
  constexpr std::array<std::string_view, session::kTurns> kWords = {"knob", "± 1/127", "± 65/63", "± 1/65"};
  return kWords[static_cast<std::size_t>(turns)];
}

// Only a slider can be turned, and only by a controller.
bool turnable(const session::Learned& learned) {
  const session::Target* target = session::find_target(learned.target);
  return target != nullptr && target->info.kind == session::TargetKind::slider &&
         learned.kind == session::LearnKind::controller;
}

std::string label_of(std::string_view target) {
  const session::Target* found = session::find_target(target);
  return found != nullptr ? found->info.label : std::string(target);
}

}  // namespace

float midi_learn_height(const session::Session& session, bool narrow) {
  const auto lines = static_cast<float>(std::max<std::size_t>(1, session.document().midi_setup.learned.size()));
  return kButton + lines * form_line(narrow) + 4.0f;
}

void draw_midi_learn(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  if (frame.widgets.button("learn", rest.top_part(kButton).inset(0.0f, 3.0f), "Learn a control", ButtonStyle::plain,
                           kLearnTip)) {
    frame.state.learn_mode = true;
  }
  rest = rest.below(kButton);
  const auto& learned = session.document().midi_setup.learned;
  if (learned.empty()) {
    frame.paint().text_in(rest.top_part(form_line(frame.narrow())), "No control has been learned.", Type::small,
                          palette::kTextDim);
    return;
  }
  std::optional<std::string> forgotten;
  std::optional<session::Learned> turned;
  for (const session::Learned& one : learned) {
    Rect line = rest.top_part(form_line(frame.narrow()));
    rest = rest.below(line.h);
    if (turnable(one)) {
      if (frame.widgets.button("turns_" + one.target, line.right_part(kTurnsWidth), turns_words(one.turns),
                               ButtonStyle::text, kTurnsTip)) {
        turned = one;
      }
      line = line.left_part(line.w - kTurnsWidth - 4.0f);
    }
    const Hit hit = frame.widgets.area("learned_" + one.target, line, kForgetTip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    if (hit.pressed) forgotten = one.target;
    words_line(frame, line, label_of(one.target), hit.hovered ? "forget" : control_words(one), "");
  }
  if (turned) {
    const auto next = static_cast<session::Turns>((static_cast<int>(turned->turns) + 1) % session::kTurns);
    frame.report(session.midi().learning().set_turns(turned->target, next));
  }
  if (forgotten) frame.report(session.midi().learning().remove(*forgotten));
}

void draw_learn_layer(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  const Rect banner{page.centre().x - std::min(220.0f, page.w / 2 - 8.0f), page.bottom() - 66.0f,
                    std::min(440.0f, page.w - 16.0f), 52.0f};
  if (frame.widgets.button("learn_done", banner.right_part(72.0f).inset(8.0f, 4.0f), "Done", ButtonStyle::plain, "")) {
    session.midi().learning().cancel();
    frame.state.learn_mode = false;
    return;
  }
  const Hit behind = frame.widgets.area("learn_page", page, "");
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::string chosen;
  for (const auto& booked : frame.widgets.booked()) {
    const std::string target = target_name(booked.name);
    if (session::find_target(target) == nullptr) continue;
    const bool hovered = booked.rect.contains({mouse.x, mouse.y});
    if (hovered) chosen = target;
    const bool waits = session.midi().learning().learning() == target;
    const Colour colour = session.midi().learning().learned(target) != nullptr ? palette::kGood : palette::kViolet;
    if (waits || hovered) paint.fill(booked.rect, faded(colour, waits ? 0.45f : 0.25f), 6.0f);
    paint.stroke(booked.rect, faded(colour, waits || hovered ? 1.0f : 0.5f), 6.0f);
  }
  if (behind.pressed && !chosen.empty()) frame.report(session.midi().learning().begin(chosen));
  paint.fill(banner, palette::kSheet, 12.0f);
  paint.stroke(banner, palette::kSheetHover, 12.0f);
  const std::string words =
      session.midi().learning().learning().empty()
          ? "Click a slider, a button or a step."
          : "Move a knob or press a pad for " + label_of(session.midi().learning().learning()) + ".";
  paint.text_in(banner.inset(16.0f, 0.0f).left_part(banner.w - 100.0f), words, Type::body, palette::kText);
}

}  // namespace ui
