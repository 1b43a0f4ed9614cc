#include "session/player/player.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/agent.h"
#include "agent/agent_file.h"
#include "session/player/answering.h"
#include "session/song/edit.h"

namespace session {
namespace {

// Whether a slot is another pattern than before, and not only edited: of another length, or with another row in steps
// that were the agent's and still are.
bool replaced(const Slot& before, const Slot& after) {
  if (before.steps() != after.steps() || before.timing != after.timing) return true;
  for (const Part& part : after.parts) {
    for (int step = 0; step < after.steps(); ++step) {
      if (part.locked(step) || !agents_step(before, part.voice, step)) continue;
      if (before.pattern.velocity(part.voice, step) != after.pattern.velocity(part.voice, step)) return true;
    }
  }
  return false;
}

}  // namespace

// --- Transport ----------------------------------------------------------------------------------------------------

void Player::play(double lead_ms) {
  if (playing()) return;
  begin_song();
  const Document& document = bench_.document();
  playback_.set_tempo(document.feel().tempo_bpm, bench_.now_ms());
  playback_.start(document.bank, document.slot, bench_.now_ms() + kStartDelayMs + lead_ms);
  bench_.outbox().push(AudioStart{});
  bench_.changed();
}

void Player::play_from(double start_ms, double step_ms) {
  begin_song();
  playback_.steer(step_ms, bench_.now_ms());
  playback_.start_at(bench_.document().bank, bench_.document().slot, start_ms);
  bench_.outbox().push(AudioStart{});
  bench_.changed();
}

std::vector<sequencer::TimedMessage> Player::stop() {
  std::vector<sequencer::TimedMessage> messages = playback_.stop(bench_.now_ms(), bench_.document().midi.channel);
  playback_.set_metronome(false);
  bench_.outbox().push(AudioStop{});
  if (const auto slot = std::exchange(queued_slot_, std::nullopt)) show_slot(*slot);
  answers_.answer_now();
  bench_.changed();
  return messages;
}

std::optional<int> Player::playing_step(double now_ms) const {
  const std::optional<int> step = playback_.step_at(now_ms);
  return step && *step < bench_.document().pattern().steps() ? step : std::nullopt;
}

// What goes out before its step needs a head start before the first one too.
double Player::head_start_ms() const {
  const Document& document = bench_.document();
  int micro = 0;
  for (int voice = 0; voice < kVoices; ++voice) {
    micro = std::min(micro, static_cast<int>(document.current().detail(voice, 0).micro));
  }
  const double sixteenth_ms =
      playing() ? playback_.transport().step_ms() : sequencer::Transport::step_ms_of(document.feel().tempo_bpm);
  const double step_ms = sixteenth_ms * document.current().timing.step_ticks() / sequencer::kTicksPerSixteenth;
  return -micro / 100.0 * step_ms + document.groove.humanise_ms;
}

void Player::tap(double at_ms) {
  if (const std::optional<double> tempo_bpm = tap_tempo_.tap(at_ms)) {
    [[maybe_unused]] const core::Status status =
        bench_.edit([&](Document& document) { return set_tempo(document, *tempo_bpm); });
    assert(status);
  }
}

core::Status Player::strike(int voice, int velocity) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_velocity(velocity); !status) return status;
  bench_.outbox().push(
      StrikeVoice{.voice = voice, .velocity = velocity, .kit = static_cast<int>(bench_.document().current().kit)});
  return {};
}

void Player::note_peak() {
  peak_ms_ = bench_.now_ms();
  bench_.changed();
}

// --- Bank and song ------------------------------------------------------------------------------------------------

core::Status Player::select_slot(int slot) {
  if (auto status = check_slot(slot); !status) return status;
  if (playing()) {
    const std::optional<int> next = slot == playback_.slot() ? std::nullopt : std::optional<int>(slot);
    if (std::exchange(queued_slot_, next) != next) bench_.changed();
    return {};
  }
  show_slot(slot);
  return {};
}

std::optional<int> Player::slot_next() const {
  if (!playing()) return std::nullopt;
  if (queued_slot_) return queued_slot_;
  if (playback_.slot() != bench_.document().slot) return playback_.slot();
  return std::nullopt;
}

std::optional<int> Player::song_position() const {
  const Document& document = bench_.document();
  if (!playing() || !document.song_on || song_next_ == 0) return std::nullopt;
  return static_cast<int>((song_next_ - 1) % document.song.size());
}

void Player::show_slot(int slot) {
  [[maybe_unused]] const core::Status shown = bench_.edit([&](Document& document) {
    document.select(slot);
    return core::Status{};
  });
}

void Player::begin_song() {
  song_next_ = 0;
  if (bench_.document().song_on) show_slot(next_slot());
}

int Player::next_slot() {
  if (queued_slot_) return *std::exchange(queued_slot_, std::nullopt);
  const Document& document = bench_.document();
  if (!document.song_on) return playback_.slot();
  const std::size_t position = song_next_ % document.song.size();
  song_next_ = position + 1;
  return document.song[position];
}

// --- Bars ---------------------------------------------------------------------------------------------------------

void Player::advance(const std::function<void(const Bar&)>& on_bar) {
  answers_.answer_if_owed(playing());
  for (const Bar& bar : playback_.take_begun(bench_.now_ms())) {
    bench_.changed();
    answers_.hear(bar.heard);
    if (bar.slot != bench_.document().slot) show_slot(bar.slot);
    on_bar(bar);
    if (bar.new_row) answers_.show(bar.heard);
  }
}

std::span<const sequencer::TimedEvent> Player::schedule(
    double horizon_ms, double lead_ms, const sequencer::MidiSettings* midi,
    const std::function<std::optional<Called>(std::int64_t, const Slot&)>& called) {
  constexpr double kMaxHorizonMs = 1000.0;
  horizon_ms = std::clamp(horizon_ms, 0.0, kMaxHorizonMs);
  const double now_ms = bench_.now_ms();
  // Within the horizon, or a short one would put the start off for ever.
  playback_.begin_no_earlier(now_ms + std::min(kLeastLeadMs, horizon_ms) + lead_ms);
  const Cues cues{.next_slot = [this] { return next_slot(); },
                  .tempo_bpm = [this](int slot) { return bench_.document().feel_of(slot).tempo_bpm; },
                  .called = called,
                  .answer = [this](const Slot& slot) { return answers_.answer_bar(slot); }};
  const Document& document = bench_.document();
  return playback_.schedule(now_ms, horizon_ms, document.bank, document.groove, earliest_micro(document.bank), midi,
                            cues);
}

void Player::document_changed(const Document& before, Author author) {
  const Document& now = bench_.document();
  const int heard = playing() ? playback_.slot() : now.slot;
  const double tempo_bpm = now.feel_of(heard).tempo_bpm;
  const bool at_once = author == Author::person || author == Author::restore;
  if (at_once && before.feel_of(heard).tempo_bpm != tempo_bpm) playback_.set_tempo(tempo_bpm, bench_.now_ms());
  const bool other = author == Author::restore ||
                     (author == Author::person &&
                      !std::ranges::equal(before.bank, now.bank, [](auto& a, auto& b) { return !replaced(a, b); }));
  if (author == Author::person_at_bar) {
    playback_.replace_at_bar(now.bank, now.slot, before.feel_of(now.slot));
  } else if (other) {
    playback_.replace(now.bank);
  } else {
    playback_.edit(now.bank);
  }
  if (author == Author::agent) return;
  if (!before.song_on && now.song_on) restart_song();
  const bool asked_anew = before.current() != now.current();
  if (asked_anew) answers_.apply_reward();
  if (asked_anew && !playing()) answers_.answer_soon();
}

// --- Agents -------------------------------------------------------------------------------------------------------

void Player::put_agent(Side side, agent::Agent agent, AgentOrigin origin) {
  put_agent(side, std::make_shared<Answerer>(std::move(agent)), origin);
}

void Player::put_agent(Side side, std::shared_ptr<Answerer> answerer, AgentOrigin origin) {
  agents_.put(side, std::move(answerer), origin);
  if (!playing() && side == agents_.side()) answers_.answer_now();
  bench_.changed();
}

core::Status Player::keep_agent() {
  bench_.changed();
  return agents_.keep(agents_.side());
}

core::Status Player::rename_kept(std::size_t index, std::string_view name) {
  bench_.changed();
  return agents_.rename_kept(index, name);
}

core::Status Player::forget_kept(std::size_t index) {
  bench_.changed();
  return agents_.forget_kept(index);
}

core::Status Player::play_kept(std::size_t index) {
  if (auto status = agents_.take_kept(index); !status) return status;
  agents_.set_unsaved(Side::a, true);
  play_side(Side::a);
  if (!playing()) answers_.answer_now();
  return {};
}

core::Status Player::seat(int voice, const std::string& key) {
  return bench_.edit([&](Document& document) -> core::Status {
    if (document.current().part_of(voice) == nullptr) {
      if (auto status = hand_over(document, voice); !status) return status;
    }
    return set_part_agent(document, voice, key);
  });
}

core::Status Player::seat_kept(int voice, std::size_t index) {
  const auto kept = agents_.kept();
  if (index >= kept.size()) return core::fail("There is no such agent in the list.");
  return seat(voice, kept[index].line->answerer->key());
}

core::Status Player::seat_file(int voice, std::span<const std::uint8_t> bytes, std::string_view name) {
  if (auto status = check_voice(voice); !status) return status;
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = file_stem(name);
  auto answerer = std::make_shared<Answerer>(*std::move(agent));
  const std::string key = answerer->key();
  if (agents_.find_kept(key) == nullptr) {
    if (auto status = agents_.keep_file(std::move(answerer)); !status) return status;
    bench_.changed();
  }
  return seat(voice, key);
}

core::Status Player::ab_store() {
  const Answerer* answerer = agents_.answerer(agents_.side());
  if (answerer == nullptr) return core::fail("There is no agent to put aside yet: press Train, or open one.");
  if (agents_.side() == Side::b) return {};
  agents_.begin_line(Side::b);
  put_agent(Side::b, agent::Agent(answerer->agent()), agents_.card(Side::a)->origin);
  agents_.set_unsaved(Side::b, true);
  return {};
}

core::Status Player::ab_toggle() {
  const Side other = agents_.side() == Side::a ? Side::b : Side::a;
  if (agents_.answerer(other) == nullptr) {
    return core::fail(other == Side::b ? "There is no agent on side B yet: put the one that plays aside first."
                                       : "There is no agent on side A yet: press Train, or open one.");
  }
  play_side(other);
  return {};
}

void Player::ab_clear() {
  if (agents_.answerer(Side::b) == nullptr) return;
  agents_.remove(Side::b);
  agents_.set_unsaved(Side::b, true);
  if (agents_.side() == Side::b) play_side(Side::a);
  bench_.changed();
}

void Player::play_side(Side side) {
  agents_.set_side(side);
  if (!playing()) answers_.answer_soon();
  bench_.changed();
}

bool Player::bring_back(const AgentHandles& handles) {
  const bool another_a = agents_.bring_back(Side::a, handles[0]);
  const bool another_b = agents_.bring_back(Side::b, handles[1]);
  if (another_b) agents_.set_unsaved(Side::b, true);
  if (another_b && agents_.side() == Side::b && agents_.answerer(Side::b) == nullptr) play_side(Side::a);
  if ((another_a || another_b) && !playing()) answers_.answer_now();
  bench_.changed();
  return another_a;
}

}  // namespace session
