#include "session/session.h"

#include <cassert>
#include <utility>

#include "agent/agent_file.h"
#include "session/player/answering.h"
#include "session/song/starters.h"
#include "session/targets.h"

namespace session {

Session::Session(std::uint64_t seed)
    : player_(bench_), coach_(bench_, player_, seed), midi_(bench_, player_, target_table(*this)) {
  bench_.set_listener([this](const Document& before, Author author) { document_changed(before, author); });
  bench_.set_joiner([this](std::string key) { join_edits(std::move(key)); });
  bench_.outbox().push(SetVolume{.volume = document().volume});
  history_.begin(undo_state());
}

UndoState Session::undo_state() const {
  const Agents& agents = player_.agents();
  return {.document = document(), .agents = agents.handles(), .kept = {agents.kept().begin(), agents.kept().end()}};
}

// --- Time ---------------------------------------------------------------------------------------------------------

void Session::advance(double now_ms) {
  bench_.set_now(now_ms);
  record_edits();
  player_.advance([this](const Bar& bar) { midi_.recorder().show_called_row(bar); });
  if (bench_.notices().expire(now_ms)) bench_.changed();
}

std::span<const sequencer::TimedEvent> Session::schedule(double now_ms, double horizon_ms) {
  advance(now_ms);
  midi_.follower().follow();
  const sequencer::MidiSettings midi = midi_.ports().output_settings();
  return player_.schedule(
      horizon_ms, midi_.lead_ms(), midi_.ports().output().ready() ? &midi : nullptr,
      [this](std::int64_t cycle_start, const Slot& slot) { return midi_.recorder().called_row(cycle_start, slot); });
}

// --- The document -------------------------------------------------------------------------------------------------

void Session::document_changed(const Document& before, Author author) {
  document_unsaved_ = true;
  player_.document_changed(before, author);
  if (author == Author::agent) return coach_.answers_changed();
  const Document& now = document();
  if (before.volume != now.volume) bench_.outbox().push_latest(SetVolume{.volume = now.volume});
  if (before.sounds != now.sounds || before.samples != now.samples || before.drive != now.drive) {
    bench_.outbox().push_latest(SetSounds{.sounds = now.sounds, .samples = now.samples, .drive = now.drive});
  }
  coach_.document_changed(before);
  midi_.document_changed(before);
}

core::Status Session::load_starter(std::string_view name) {
  return edit_at_bar([&](Document& document) { return session::load_starter(document, name); });
}

void Session::restore(Document document) {
  assert(document.config.steps == learned_steps(document.current()));
  if (playing()) document.select(this->document().slot);  // what sounds goes on, and what sounds is shown
  bench_.take(std::move(document), Author::restore);
}

void Session::bring_back_visit(Document document) {
  restore(std::move(document));
  history_.begin(undo_state());
}

void Session::copy(std::optional<int> voice) { clipboard_ = Clipboard{.slot = document().current(), .voice = voice}; }

core::Status Session::paste(std::optional<int> voice) {
  if (!clipboard_) return core::fail("There is nothing to paste yet: copy a pattern or a voice first.");
  return edit(session::paste, *clipboard_, voice);
}

// --- Playing ------------------------------------------------------------------------------------------------------

void Session::play(double now_ms) {
  bench_.set_now(now_ms);
  midi_.play();
}

void Session::stop(double now_ms) {
  bench_.set_now(now_ms);
  midi_.stop();
}

void Session::record(bool on, double now_ms) {
  bench_.set_now(now_ms);
  midi_.record(on);
  if (on && !midi_.ports().input().ready()) {
    notify("Recording what you drum on the pads or the keys G H J K U I N O; connect MIDI for your own instrument.",
           NoticeLevel::info);
  }
}

core::Status Session::answer_me(double now_ms) {
  bench_.set_now(now_ms);
  return midi_.recorder().answer_me();
}

core::Status Session::drum(int voice, int velocity, double now_ms) {
  bench_.set_now(now_ms);
  return midi_.recorder().drum(voice, velocity);
}

void Session::take_midi(const std::string& port, std::span<const MidiBatchItem> batch, double now_ms) {
  bench_.set_now(now_ms);
  midi_.take(port, batch);
}

// --- Reward -------------------------------------------------------------------------------------------------------

const RewardView& Session::reward_view() {
  coach_.truth().look();
  if (reward_view_revision_ == revision()) return reward_view_;
  reward_view_revision_ = revision();
  const Slot& slot = document().current();
  reward_view_ = answers().rewarding().view(heard_row(slot), slot.pattern.row(slot.part().voice));
  reward_view_.thought = answers().heard() != nullptr ? answers().heard()->answer->thought : 0.0;
  coach_.truth().show(reward_view_);
  return reward_view_;
}

TermAmounts Session::toggle_effect(int step) const {
  const Slot& slot = document().current();
  return answers().rewarding().toggle_effect(heard_row(slot), slot.pattern.row(slot.part().voice), step);
}

std::string Session::learned_note() const {
  // A training that runs learns the settings as they are, for its voice and side A.
  const Part& part = document().part();
  const bool learns = coach_.training().status == TrainingStatus::training && player_.agents().side() == Side::a &&
                      coach_.training().voice == part.voice && part.agent.empty();
  return answers().learned_note(learns);
}

// --- Agents -------------------------------------------------------------------------------------------------------

core::Status Session::load_agent(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view file_name) {
  if (origin == AgentOrigin::trained) return core::fail("Agents of the training come with the command \"agent\".");
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = file_stem(file_name);
  // What this browser or the page itself brings is nothing that a person did, and leaves the sliders alone.
  const bool opened = origin == AgentOrigin::file;
  if (opened) {
    // Someone's groove comes with its taste.
    rhythm::RewardSettings reward = agent->info.reward;
    if (reward.liked.empty()) reward.liked = document().part().reward.liked;
    [[maybe_unused]] const core::Status set = edit(set_reward, reward);
    player_.agents().begin_line(Side::a);
  }
  player_.agents().set_side(Side::a);
  player_.put_agent(Side::a, std::move(*agent), origin);
  player_.agents().set_unsaved(Side::a, opened);
  coach_.follow_agent(true);
  return {};
}

core::Status Session::load_agent_b(std::span<const std::uint8_t> bytes, std::string_view file_name) {
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = file_stem(file_name);
  player_.put_agent(Side::b, std::move(*agent), AgentOrigin::stored);
  return {};
}

core::Status Session::set_agent_text(std::string_view name, std::string_view note) {
  Agents& agents = player_.agents();
  if (auto status = agents.set_text(agents.side(), name, note); !status) return status;
  if (agents.side() == Side::a) coach_.set_agent_text(*agents.handles()[0].text);
  bench_.changed();
  return {};
}

core::Result<std::vector<std::uint8_t>> Session::export_agent(Side side) const {
  return player_.agents().file(side, document().part().reward);
}

core::Status Session::download_agent() {
  if (!agent()) return core::fail("There is no agent to download yet: press Train, or open one.");
  const Agents& agents = player_.agents();
  bench_.outbox().push(
      Download{.what = Downloaded::agent, .name = agents.file_name(agents.side(), document().pattern().steps())});
  return {};
}

core::Status Session::play_kept(std::size_t index) {
  if (auto status = player_.play_kept(index); !status) return status;
  coach_.follow_agent(agent()->origin != AgentOrigin::shipped);
  return {};
}

core::Status Session::add_kept(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view name) {
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = name;
  const auto added = player_.agents().add_kept(std::make_shared<Answerer>(*std::move(agent)), origin);
  if (!added) return core::fail(added.error().message);
  history_.add_kept(*added);
  bench_.changed();
  return {};
}

const char* name_of(Along what) {
  switch (what) {
    case Along::midi:
      return "midi";
    case Along::wav:
      return "wav";
    case Along::groove:
      return "groove";
    case Along::link:
      return "link";
  }
  return "";
}

void Session::take_along(Along what) {
  const bool song = document().song_on && what != Along::link && what != Along::groove;
  const std::string letter(1, static_cast<char>('A' + document().slot));
  const std::string stem = what == Along::groove ? "backbeat" : song ? "backbeat-song" : "backbeat-" + letter;
  const char* ending = what == Along::midi ? ".mid" : what == Along::wav ? ".wav" : ".backbeat";
  bench_.outbox().push(TakeAlong{.what = what, .song = song, .name = stem + ending});
}

void Session::open_agent() { bench_.outbox().push_latest(OpenFile{}); }

// --- Undo ---------------------------------------------------------------------------------------------------------

void Session::record_edits() {
  const Agents& agents = player_.agents();
  // Asked at each frame, so documents are compared only if there is another one.
  const bool same_agents = history_.shows(agents.handles(), agents.kept());
  if (history_.in_gesture() || (recorded_revision_ == document_revision() && same_agents)) return;
  history_.record(undo_state(), now_ms());
  recorded_revision_ = document_revision();
}

void Session::begin_gesture() {
  history_.end_gesture();  // one that was never ended
  record_edits();
  history_.begin_gesture();
}

void Session::end_gesture() {
  history_.end_gesture();
  record_edits();
  bench_.changed();
}

void Session::join_edits(std::string key) {
  record_edits();
  history_.join(std::move(key));
}

core::Status Session::undo() {
  end_gesture();
  if (!history_.can_undo()) return core::fail("There is nothing to undo.");
  bring_back(history_.undo());
  return {};
}

core::Status Session::redo() {
  end_gesture();
  if (!history_.can_redo()) return core::fail("There is nothing to redo.");
  bring_back(history_.redo());
  return {};
}

void Session::bring_back(const UndoState& state) {
  const AgentHandles agents = state.agents;
  const AgentHandle before = player_.agents().handles()[0];
  player_.agents().bring_back_kept(state.kept);
  Document document = state.document;
  keep_what_plays(document);
  restore(std::move(document));
  const bool another = player_.bring_back(agents);
  if (before != agents[0]) coach_.set_agent_text(*agents[0].text);
  // The shipped agent does not go on learning (Coach::train() says so), so a learner of its length ends with it too.
  if (another) coach_.follow_agent(agents[0].line->origin != AgentOrigin::shipped);
  record_edits();
  bench_.changed();
}

// What undo leaves as it is: the slot that is shown, unless something changes elsewhere and nothing plays; the part
// that is shown of it; and what agents play in steps that are their own before and after.
void Session::keep_what_plays(Document& document) const {
  const Document from = without_answers(this->document());
  const Document to = without_answers(document);
  int slot = this->document().slot;
  const auto differs = [&](int i) {
    return !same_pattern(from.bank[static_cast<std::size_t>(i)], to.bank[static_cast<std::size_t>(i)]);
  };
  for (int i = 0; i < kSlots && !playing() && !differs(slot); ++i) {
    if (differs(i)) slot = i;
  }
  document.select(slot);
  for (std::size_t i = 0; i < document.bank.size(); ++i) {
    Slot& back = document.bank[i];
    const Slot& now = this->document().bank[i];
    back.show(now.part().voice);
    if (back.steps() != now.steps()) continue;
    for (const Part& part : back.parts) {
      for (int step = 0; step < back.steps(); ++step) {
        if (part.locked(step) || !agents_step(now, part.voice, step)) continue;
        back.pattern.set(part.voice, step, now.pattern.velocity(part.voice, step));
      }
    }
  }
}

// --- Requests -----------------------------------------------------------------------------------------------------

std::vector<Request> Session::take_requests() {
  coach_.truth().ask();
  midi_.update_lights();
  const auto [agent_unsaved, agent_b_unsaved] = player_.agents().take_unsaved();
  const Save save{.document = std::exchange(document_unsaved_, false),
                  .agent = agent_unsaved,
                  .agent_b = agent_b_unsaved,
                  .kept = player_.agents().take_kept_unsaved()};
  if (save.document || save.agent || save.agent_b || save.kept) bench_.outbox().push(save);
  return bench_.outbox().drain();
}

}  // namespace session
