#include "session/song/starters.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "core/text.h"
#include "session/song/edit.h"

namespace session {
namespace {

using rhythm::Resolution;
using rhythm::Timing;

constexpr Timing kSixteenths{};
constexpr Timing kTriplets{.resolution = Resolution::triplets};

constexpr std::uint8_t kSoftVelocity = 55;
constexpr std::uint8_t kRoll = 3;  // ratchets

// Kicks and hats as drummers play them in these styles; the snare is the agent's to answer.
constexpr std::array kStarters = std::to_array<Starter>({
    {"House", "Four on the floor, off-beat hats.", 124.0, 50.0, kSixteenths, Kit::nine, "Straight", "X...x...x...x...",
     "o.oo..oo..oo..oo", "..x...x...x...x.", ""},
    {"Techno", "Four on the floor, a running hat.", 132.0, 50.0, kSixteenths, Kit::nine, "Straight", "X...X...X...X...",
     "oxoooxoooxoooxoo", "..x...x...x...x.", "...o..o....o..o."},
    {"Boom-bap", "Swung eighths, a kick that leans back.", 90.0, 58.0, kSixteenths, Kit::lo_fi, "Backbeat",
     "X..x......xx....", "x.x.x.x.x.x.x.x.", "", ""},
    {"Trap", "Half-time, with rolls in the hat.", 140.0, 50.0, kSixteenths, Kit::eight, "Half-time", "X.....x...x.....",
     "xoxoxoxrxoxoxrxo", "", ""},
    {"Drum and bass", "Two-step at full speed.", 174.0, 50.0, kSixteenths, Kit::acoustic, "Backbeat",
     "X.........x.....", "x.x.x.x.x.x.x.x.", "", ""},
    {"UK garage", "Two-step with a shuffle.", 132.0, 60.0, kSixteenths, Kit::nine, "Backbeat", "X.........x..x..",
     "o.xoo.xoo.xoo.xo", "......x.......x.", ""},
    {"Dembow", "Four kicks and the snares of reggaeton.", 95.0, 50.0, kSixteenths, Kit::eight, "Dembow",
     "X...x...X...x...", "x.o.x.o.x.o.x.o.", "", ""},
    {"Disco", "Open hats between the kicks.", 118.0, 50.0, kSixteenths, Kit::acoustic, "Straight", "X...x...x...x...",
     "oo..oo..oo..oo..", "..X...X...X...X.", ""},
    {"Rock", "Eighths, and a kick that pushes.", 110.0, 50.0, kSixteenths, Kit::acoustic, "Straight",
     "X......xx.x.....", "X.x.X.x.X.x.X.x.", "", ""},
    {"Funk", "Sixteenths with accents and ghost notes.", 104.0, 54.0, kSixteenths, Kit::acoustic, "Backbeat",
     "X.x...x...x..x..", "XoxoXoxoXoxoXo.o", "..............x.", ""},
    {"Bossa nova", "The surdo's heartbeat under a clave.", 128.0, 50.0, kSixteenths, Kit::acoustic, "Clave",
     "x..xX..xx..xX..x", "x.X.x.X.x.X.x.X.", "", ""},
    {"Son", "A tumbao under a clave, in cut time.", 190.0, 50.0, kSixteenths, Kit::studio, "Clave", "......x.....x...",
     "x.ooxxo.x.ooxxo.", "", ""},
    {"One drop", "Nothing on one, everything on three.", 76.0, 60.0, kSixteenths, Kit::acoustic, "One drop",
     "........X.......", "x.x.x.x.x.x.x.x.", "", "....o.......o..."},
    {"Bell", "Twelve eighths around a bell.", 110.0, 50.0, kTriplets, Kit::studio, "Bell", "X.....x.....",
     "..x..x..x..x", "", ""},
});

const Starter* find_starter(std::string_view name) {
  const auto found = std::ranges::find(kStarters, name, &Starter::name);
  return found == kStarters.end() ? nullptr : &*found;
}

void put_row(Slot& slot, int voice, std::string_view row) {
  assert(row.empty() || std::ssize(row) == slot.steps());
  for (std::size_t at = 0; at < row.size(); ++at) {
    const auto step = static_cast<int>(at);
    const char c = row[at];
    if (c == '.') continue;
    const std::uint8_t velocity = c == 'X'   ? rhythm::kAccentVelocity
                                  : c == 'x' ? rhythm::kPlainVelocity
                                             : kSoftVelocity;
    slot.pattern.set(voice, step, velocity);
    if (c == 'r') slot.detail(voice, step).ratchets = kRoll;
  }
}

// The patterns that somebody made something of, but the one that is shown, have a tempo of their own from now on.
void keep_feel_of_others(Document& document) {
  for (int i = 0; i < kSlots; ++i) {
    Slot& slot = document.bank[static_cast<std::size_t>(i)];
    if (i != document.slot && !slot.feel && holds_something(slot)) slot.feel = document.feel_of(i);
  }
}

}  // namespace

std::span<const Starter> starters() { return kStarters; }

const Starter* matching_starter(const Document& document) {
  const auto found = std::ranges::find_if(kStarters, [&](const Starter& starter) {
    return Feel{starter.tempo_bpm, starter.swing_percent} == document.feel() &&
           document.row_text(rhythm::kKick) == starter.kick;
  });
  return found == kStarters.end() ? nullptr : &*found;
}

core::Status load_starter(Document& document, std::string_view name) {
  const Starter* starter = find_starter(name);
  if (starter == nullptr) {
    return core::fail("There is no starter groove " + core::in_quotes(name) + ": there are " +
                      core::listed(kStarters, &Starter::name) + ".");
  }
  Slot slot(starter->timing.bar_steps());
  slot.timing = starter->timing;
  // Its hats are drawn: the snare alone is an agent's.
  const Part* snare = document.current().part_of(rhythm::kSnare);
  slot.parts = {snare != nullptr ? *snare : usual_part(document, rhythm::kSnare)};
  slot.part().hears = only(rhythm::kKick);
  slot.part().locks.assign(static_cast<std::size_t>(slot.steps()), 0);
  put_row(slot, rhythm::kKick, starter->kick);
  put_row(slot, rhythm::kHat, starter->hat);
  put_row(slot, rhythm::kOpenHat, starter->open_hat);
  put_row(slot, rhythm::kRim, starter->rim);
  keep_feel_of_others(document);
  slot.feel = Feel{.tempo_bpm = starter->tempo_bpm, .swing_percent = starter->swing_percent};
  slot.kit = starter->kit;
  document.tempo_bpm = slot.feel->tempo_bpm;
  document.groove.swing_percent = slot.feel->swing_percent;
  document.current() = std::move(slot);
  document.follow_length();
  return set_preset(document, starter->preset);
}

Document first_visit_document() {
  Document document;
  [[maybe_unused]] const core::Status loaded = load_starter(document, "Boom-bap");
  assert(loaded);
  return document;
}

}  // namespace session
