// Names for what a person did, read from what differs.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "session/song/starters.h"
#include "session/undo/undo.h"

namespace session {
namespace {

using Labels = std::vector<std::string>;

std::string row_label(const rhythm::Pattern& before, const rhythm::Pattern& after, int voice) {
  const bool cleared = before.onset_count(voice) > 0 && after.onset_count(voice) == 0;
  return (cleared ? "clear " : "draw ") + spoken_name(voice);
}

std::string lock_label(const Part& before, const Part& after) {
  const auto count = [](const Part& part) {
    return std::ranges::count_if(part.locks, [](auto lock) { return lock != 0; });
  };
  return (count(after) < count(before) ? "unlock " : "lock ") + spoken_name(after.voice);
}

// Who plays the rows, and whom they hear.
void add_parts(const Slot& before, const Slot& after, Labels& labels) {
  for (int voice = 0; voice < kVoices; ++voice) {
    const Part* was = before.part_of(voice);
    const Part* is = after.part_of(voice);
    if (was == nullptr && is != nullptr) labels.push_back("hand over " + spoken_name(voice));
    if (was != nullptr && is == nullptr) labels.push_back("take back " + spoken_name(voice));
    if (was == nullptr || is == nullptr) continue;
    if (was->hears != is->hears) labels.push_back("cable of " + spoken_name(voice));
    if (was->agent != is->agent) labels.push_back("agent of " + spoken_name(voice));
  }
}

void add_voice(const sequencer::VoiceSettings& before, const sequencer::VoiceSettings& after, int voice,
               Labels& labels) {
  const std::string name = spoken_name(voice);
  if (before.mute != after.mute) labels.push_back((after.mute ? "mute " : "unmute ") + name);
  if (before.solo != after.solo) labels.push_back("solo " + name);
  if (before.length != after.length) labels.push_back("length of " + name);
}

std::string feel_label(const std::optional<Feel>& before, const std::optional<Feel>& after) {
  if (!before || !after) return "own tempo and swing";
  return before->tempo_bpm != after->tempo_bpm ? "tempo" : "swing";
}

// Both without answers.
std::string slot_label(const Slot& before, const Slot& after) {
  if (before.timing.signature != after.timing.signature) return "time signature";
  if (before.timing.resolution != after.timing.resolution) return "resolution";
  if (before.steps() != after.steps()) return "length";
  Labels labels;
  add_parts(before, after, labels);
  if (!labels.empty()) return labels.size() == 1 ? labels.front() : "band";
  if (before.kit != after.kit) labels.emplace_back("kit");
  if (before.feel != after.feel) labels.push_back(feel_label(before.feel, after.feel));
  for (int voice = 0; voice < kVoices; ++voice) {
    const auto v = static_cast<std::size_t>(voice);
    const Part* was = before.part_of(voice);
    const Part* is = after.part_of(voice);
    if (!std::ranges::equal(before.pattern.row(voice), after.pattern.row(voice))) {
      labels.push_back(row_label(before.pattern, after.pattern, voice));
    } else if (was != nullptr && is != nullptr && was->locks != is->locks) {
      labels.push_back(lock_label(*was, *is));
    }
    add_voice(before.voices[v], after.voices[v], voice, labels);
  }
  if (labels.empty()) return "step details";
  return labels.size() == 1 ? labels.front() : "edit pattern";
}

void add_bank(const Document& before, const Document& after, int shown, Labels& labels) {
  std::vector<std::size_t> edited;
  for (std::size_t i = 0; i < before.bank.size(); ++i) {
    if (!same_pattern(before.bank[i], after.bank[i])) edited.push_back(i);
  }
  if (edited.size() > 1) labels.emplace_back("edit patterns");
  if (edited.size() != 1) return;
  const std::size_t i = edited.front();
  std::string label = slot_label(before.bank[i], after.bank[i]);
  if (static_cast<int>(i) != shown) label += " in pattern " + std::to_string(i + 1);
  labels.push_back(std::move(label));
}

void add_groove(const sequencer::Groove& before, const sequencer::Groove& after, Labels& labels) {
  if (before.swing_percent != after.swing_percent) labels.emplace_back("swing");
  const bool humanise = before.humanise_ms != after.humanise_ms || before.humanise_velocity != after.humanise_velocity;
  if (humanise) labels.emplace_back("humanise");
  if (before.seed != after.seed) labels.emplace_back("seed");
}

std::string reward_label(const rhythm::RewardSettings& before, const rhythm::RewardSettings& after) {
  Labels terms;
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    if (before[info.term] != after[info.term]) terms.emplace_back(info.label);
  }
  const rhythm::RewardPreset* preset = rhythm::matching_preset(after);
  if (before.style != after.style && preset == nullptr && before.liked == after.liked) return "style";
  if (before.liked != after.liked) return after.liked.empty() ? "forget favourite" : "favourite snare";
  if (terms.size() == 1) return terms.front();
  return preset != nullptr ? "preset " + std::string(preset->name) : "reward";
}

std::string config_label(const core::Config& before, const core::Config& after) {
  Labels labels;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (entry.get(before) != entry.get(after)) labels.emplace_back(entry.label);
  }
  return labels.size() == 1 ? labels.front() : "training settings";
}

void add_sounds(const Document& before, const Document& after, Labels& labels) {
  for (int voice = 0; voice < kVoices; ++voice) {
    const auto v = static_cast<std::size_t>(voice);
    if (before.samples[v] != after.samples[v]) {
      labels.push_back((after.samples[v].id.empty() ? "kit's own " : "recorded ") + spoken_name(voice));
    }
    if (before.sounds[v] != after.sounds[v]) labels.push_back("sound of " + spoken_name(voice));
  }
}

void add_part(const Part& before, const Part& after, Labels& labels) {
  if (before.density != after.density) labels.emplace_back("density");
  if (before.dynamics != after.dynamics) labels.emplace_back("dynamics");
  if (before.think != after.think) labels.emplace_back("think longer");
  if (before.reward != after.reward) labels.push_back(reward_label(before.reward, after.reward));
}

void add_settings(const Document& before, const Document& after, Labels& labels) {
  if (before.song != after.song || before.song_on != after.song_on) labels.emplace_back("song");
  if (before.tempo_bpm != after.tempo_bpm) labels.emplace_back("tempo");
  if (before.volume != after.volume) labels.emplace_back("volume");
  if (before.drive != after.drive) labels.emplace_back("drive");
  if (before.metronome != after.metronome) labels.emplace_back("metronome");
  if (before.midi != after.midi) labels.emplace_back("MIDI settings");
  if (before.midi_setup.learned != after.midi_setup.learned) {
    labels.emplace_back("learned MIDI controls");
  } else if (before.midi_setup != after.midi_setup) {
    labels.emplace_back("MIDI input settings");
  }
  for (int voice = 0; voice < kVoices; ++voice) {
    // What is asked of the agent of a voice is the same in all patterns where it has one.
    const auto in_bank = [&](const Document& document) {
      const auto found = std::ranges::find_if(document.bank, [&](const Slot& slot) { return slot.part_of(voice); });
      return found == document.bank.end() ? nullptr : found->part_of(voice);
    };
    const Part* was = in_bank(before);
    const Part* is = in_bank(after);
    if (was != nullptr && is != nullptr) add_part(*was, *is, labels);
  }
  if (before.config != after.config) labels.push_back(config_label(before.config, after.config));
}

std::string agent_label(const AgentLine& now) {
  switch (now.origin) {
    case AgentOrigin::file:
      return "open agent";
    case AgentOrigin::shipped:
    case AgentOrigin::stored:
      return "another agent";
    case AgentOrigin::trained:
      return "fresh agent";
  }
  return "";
}

std::string kept_label(const std::vector<KeptAgent>& before, const std::vector<KeptAgent>& after) {
  return after.size() > before.size() ? "keep agent" : after.size() < before.size() ? "delete agent" : "rename agent";
}

}  // namespace

std::string change_label(const UndoState& before, const UndoState& after) {
  const auto& [a_before, b_before] = before.agents;
  const auto& [a_after, b_after] = after.agents;
  if (a_before.line != a_after.line) {
    // Train and Reset begin a line before its first agent has come.
    const bool begun =
        a_before.line->answerer == a_after.line->answerer && a_before.line->origin == a_after.line->origin;
    return begun ? "fresh agent" : agent_label(*a_after.line);
  }
  if (b_before.line != b_after.line && b_after.line->answerer == nullptr) return "clear agent B";
  if (b_before.line != b_after.line) return b_after.text->name == a_after.text->name ? "put agent aside" : "agent B";
  if (before.kept != after.kept) return kept_label(before.kept, after.kept);
  const Document from = without_answers(before.document);
  const Document to = without_answers(after.document);
  Labels labels;
  if (a_before.text != a_after.text || b_before.text != b_after.text) labels.emplace_back("name of the agent");
  add_bank(from, to, after.document.slot, labels);
  add_groove(from.groove, to.groove, labels);
  add_sounds(from, to, labels);
  add_settings(from, to, labels);
  if (labels.size() == 1) return labels.front();
  Document was = before.document;
  was.slot = after.document.slot;
  const Starter* starter = matching_starter(after.document);
  if (starter != nullptr && starter != matching_starter(was)) return "starter groove " + std::string(starter->name);
  return labels.size() == 2 ? labels[0] + " and " + labels[1] : "settings";
}

}  // namespace session
