#include "sequencer/pads.h"

#include <algorithm>

namespace sequencer {
namespace {

int rows_of_voice(const PadSettings& pads, const PadPage& page) {
  return (page.steps + pads.columns - 1) / pads.columns;
}

PadLight light_of(const rhythm::Pattern& pattern, const PadRows& rows, PadCell cell, std::optional<int> playing_step) {
  const bool onset = pattern.onset(cell.voice, cell.step);
  if (playing_step == cell.step) return onset ? PadLight::playhead_onset : PadLight::playhead;
  if (!onset) return PadLight::empty;
  const auto voice = static_cast<std::size_t>(cell.voice);
  if (rows.agents.test(voice)) {
    return rows.locks[voice][static_cast<std::size_t>(cell.step)] != 0 ? PadLight::locked : PadLight::agents;
  }
  return rows.heard.test(voice) ? PadLight::heard : PadLight::other;
}

}  // namespace

PadPage pad_page(const PadSettings& pads, int steps, int bar_steps, int from) {
  const int all = pads.rows * pads.columns;
  if (steps <= all) return {.first = 0, .steps = steps};
  const int room = pads.rows / 2 * pads.columns;
  const int size = room >= bar_steps ? room / bar_steps * bar_steps : std::min(all, bar_steps);
  const int first = std::clamp(from, 0, steps - 1) / size * size;
  return {.first = first, .steps = std::min(size, steps - first)};
}

std::optional<PadCell> pad_cell(const PadSettings& pads, int voices, const PadPage& page, int note) {
  const int offset = note - pads.base_note;
  if (offset < 0) return std::nullopt;
  const int row = offset / pads.row_stride;
  const int column = offset % pads.row_stride;
  if (column >= pads.columns || row >= pads.rows) return std::nullopt;
  const int from_top = pads.top_first ? row : pads.rows - 1 - row;
  const int voice = pads.first_voice + from_top / rows_of_voice(pads, page);
  const int step = from_top % rows_of_voice(pads, page) * pads.columns + column;
  if (voice >= voices || step >= page.steps) return std::nullopt;
  return PadCell{.voice = voice, .step = page.first + step};
}

std::optional<int> pad_note(const PadSettings& pads, int voices, const PadPage& page, PadCell cell) {
  const int step = cell.step - page.first;
  if (cell.voice < pads.first_voice || cell.voice >= voices || step < 0 || step >= page.steps) return std::nullopt;
  const int from_top = (cell.voice - pads.first_voice) * rows_of_voice(pads, page) + step / pads.columns;
  if (from_top >= pads.rows) return std::nullopt;
  const int row = pads.top_first ? from_top : pads.rows - 1 - from_top;
  const int note = pads.base_note + row * pads.row_stride + step % pads.columns;
  return note > 127 ? std::nullopt : std::optional(note);
}

std::vector<MidiBytes> PadLights::update(const PadSettings& pads, const rhythm::Pattern& pattern, const PadPage& page,
                                         const PadRows& rows, std::optional<int> playing_step) {
  std::vector<MidiBytes> messages;
  if (pads.channel != channel_) messages = clear();
  channel_ = pads.channel;
  std::array<std::uint8_t, 128> wanted{};
  for (int voice = pads.first_voice; voice < pattern.voices(); ++voice) {
    for (int step = page.first; step < page.first + page.steps; ++step) {
      const PadCell cell{.voice = voice, .step = step};
      const auto note = pad_note(pads, pattern.voices(), page, cell);
      if (!note) continue;
      const auto light = static_cast<std::size_t>(light_of(pattern, rows, cell, playing_step));
      wanted[static_cast<std::size_t>(*note)] = static_cast<std::uint8_t>(pads.colours[light]);
    }
  }
  for (std::size_t note = 0; note < wanted.size(); ++note) {
    if (wanted[note] == sent_[note]) continue;
    messages.push_back(light(channel_, static_cast<int>(note), wanted[note]));
  }
  sent_ = wanted;
  return messages;
}

std::vector<MidiBytes> PadLights::clear() {
  std::vector<MidiBytes> messages;
  for (std::size_t note = 0; note < sent_.size(); ++note) {
    if (sent_[note] == 0) continue;
    messages.push_back(light(channel_, static_cast<int>(note), 0));
  }
  sent_ = {};
  return messages;
}

}  // namespace sequencer
