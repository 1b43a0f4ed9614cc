// How the patterns are performed: swing, humanise, and the song they make.
#include <array>

#include "ui/desk/voices.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "Swing, humanise, and the song: which patterns follow each other.";
constexpr std::string_view kSwingTip =
    "How late every second sixteenth comes, in sound and MIDI alike: 50 % is straight, 66.7 % a shuffle.";
constexpr std::string_view kHumaniseTip = "Onsets wander around the grid by up to this.";
constexpr std::string_view kVelocityTip = "Loudness wanders by up to this.";
constexpr std::string_view kSeedTip = "The same seed wanders the same way, and rolls the same dice for probabilities.";
constexpr std::string_view kAgainTip = "Another seed.";
constexpr std::string_view kSongTip = "Plays the song instead of one pattern.";
constexpr std::string_view kChainTip = "A pattern of the song, played once through. Click to take it out.";
constexpr std::string_view kAddTip = "Adds the pattern that is shown to the song's end.";
constexpr std::string_view kOpenTip =
    "Opens a file: notes (MIDI), a groove, everything that was saved with All, or an agent. Dropping it does the same.";
constexpr std::string_view kClearTip = "Empties the song.";

constexpr float kLabel = 74.0f;
constexpr float kNumber = 62.0f;

float row_height(bool narrow) { return narrow ? 46.0f : 30.0f; }
float chip_size(bool narrow) { return narrow ? kTouchTarget : 24.0f; }

std::size_t chips_per_line(float width, bool narrow) {
  return static_cast<std::size_t>(std::max(1.0f, (width - 2 * kPanelPadding + 4.0f) / (chip_size(narrow) + 4.0f)));
}

float chain_height(const session::Session& session, float width, bool narrow) {
  const std::size_t per_line = chips_per_line(width, narrow);
  const std::size_t lines = (session.document().song.size() + per_line - 1) / per_line;
  return static_cast<float>(std::max<std::size_t>(1, lines)) * (chip_size(narrow) + 4.0f);
}

// A label, a slider from the least to the most, and the number. True if it was moved.
bool fader(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, double* value,
           const NumberSpec& spec, std::string_view tip) {
  const Rect line = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(line.h);
  frame.paint().text_in(line.left_part(kLabel), label, Type::body, palette::kTextSoft);
  const double before = *value;
  double share = (*value - spec.min) / (spec.max - spec.min);
  const Rect slider = line.after(kLabel).left_part(line.w - kLabel - kNumber - 4.0f);
  if (frame.widgets.slider(std::string(name) + "_slider", slider, &share, tip)) {
    const double fine = spec.decimals > 0 ? 10.0 : 1.0;
    *value = std::round((spec.min + share * (spec.max - spec.min)) * fine) / fine;
  }
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect number{line.right() - kNumber, line.centre().y - height / 2, kNumber, height};
  frame.widgets.number(name, number, value, spec, Type::body, Align::right, label, tip, true);
  return *value != before;
}

void groove_rows(const Frame& frame, Rect& rest) {
  sequencer::Groove groove = frame.session.document().shown_groove();
  const sequencer::Groove before = groove;
  // In the bar the same value has the plain name.
  fader(frame, rest, "groove_swing", "Swing", &groove.swing_percent, kSwingSpec, kSwingTip);
  fader(frame, rest, "humanise", "Humanise", &groove.humanise_ms, {0.0, sequencer::kMaxHumaniseMs, 0.5, false, 1, "ms"},
        kHumaniseTip);
  double velocity = groove.humanise_velocity;
  if (fader(frame, rest, "humanise_velocity", "Loudness", &velocity,
            {0.0, sequencer::kMaxHumaniseVelocity, 1.0, false, 0, ""}, kVelocityTip)) {
    groove.humanise_velocity = static_cast<int>(velocity);
  }
  const Rect line = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(line.h);
  frame.paint().text_in(line.left_part(kLabel), "Seed", Type::body, palette::kTextSoft);
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect again = line.after(kLabel).left_part(64.0f);
  double seed = groove.seed;
  if (frame.widgets.button("seed_again", again, "Another", ButtonStyle::text, kAgainTip)) ++groove.seed;
  const Rect number{line.right() - kNumber, line.centre().y - height / 2, kNumber, height};
  if (frame.widgets.number("seed", number, &seed, {0.0, 4294967295.0, 1.0, false, 0, ""}, Type::body, Align::right,
                           "Seed", kSeedTip, true)) {
    groove.seed = static_cast<std::uint32_t>(seed);
  }
  if (groove != before) frame.report(frame.session.edit(session::set_groove, groove));
}

void chain(const Frame& frame, const Rect& area, std::vector<int>& song) {
  const Painter& paint = frame.paint();
  if (song.empty()) {
    paint.text_in(area.top_part(chip_size(frame.narrow())), "Add patterns to chain them.", Type::small,
                  palette::kTextDim);
    return;
  }
  const float size = chip_size(frame.narrow());
  const std::size_t per_line = chips_per_line(area.w + 2 * kPanelPadding, frame.narrow());
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < song.size(); ++i) {
    const Rect chip{area.x + static_cast<float>(i % per_line) * (size + 4.0f),
                    area.y + static_cast<float>(i / per_line) * (size + 4.0f), size, size};
    const Hit hit = frame.widgets.area("song_" + std::to_string(i), chip, kChainTip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    paint.fill(paint.look().snap(chip), hit.hovered ? palette::kRaisedHover : palette::kRaised, 6.0f);
    paint.text_in(chip, slot_letter(song[i]), Type::small, palette::kText, Align::centre);
    if (hit.pressed) removed = i;
  }
  if (removed) song.erase(song.begin() + static_cast<std::ptrdiff_t>(*removed));
}

void song_rows(const Frame& frame, Rect& rest) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  std::vector<int> song = session.document().song;
  bool on = session.document().song_on;
  Rect line = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(line.h);
  paint.text_in(line.left_part(kLabel), "Song", Type::strong, palette::kText);
  const std::string add = "Add " + slot_letter(session.document().slot);
  const float buttons = 56.0f;
  if (frame.widgets.button("song_add", line.after(kLabel).left_part(buttons), add, ButtonStyle::text, kAddTip,
                           song.size() < session::kMaxSong)) {
    song.push_back(session.document().slot);
  }
  if (frame.widgets.button("song_clear", line.after(kLabel + buttons + 8.0f).left_part(buttons), "Clear",
                           ButtonStyle::text, kClearTip, !song.empty())) {
    song.clear();
  }
  frame.widgets.toggle("song_on", line.right_part(kTouchTarget), &on, kSongTip);
  chain(frame, rest, song);
  if (song.empty() && session.document().song_on) on = false;
  if (on != session.document().song_on || song != session.document().song)
    frame.report(session.edit(session::set_song, song, on));
}

// What leaves the page and comes into it.
void along_rows(const Frame& frame, Rect& rest) {
  struct Way {
    session::Along what;
    std::string_view name;
    std::string_view label;
    std::string_view tip;
  };
  constexpr std::array<Way, 4> kWays = {{
      {session::Along::midi, "save_midi", "MIDI", "Saves the pattern, or the song if it is on, as a file of notes."},
      {session::Along::wav, "save_wav", "WAV", "Saves it as sound: 48 kHz, 16 bit, with its tail."},
      {session::Along::groove, "save_groove", "All", "Saves everything, all patterns and the agent, as one file."},
      {session::Along::link, "share_link", "Link", "Makes a link to this pattern, its sound and its sliders."},
  }};
  const Rect title = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(title.h);
  frame.paint().text_in(title, "Take it along", Type::strong, palette::kText);
  if (frame.widgets.button("open_groove", title.right_part(64.0f), "Open …", ButtonStyle::text, kOpenTip)) {
    frame.session.open_agent();
  }
  const Rect row = rest.top_part(row_height(frame.narrow()));
  rest = rest.below(row.h);
  constexpr float kGap = 6.0f;
  const float width = (row.w - kGap * (kWays.size() - 1)) / kWays.size();
  for (std::size_t i = 0; i < kWays.size(); ++i) {
    const Rect button{row.x + static_cast<float>(i) * (width + kGap), row.y + 1.0f, width, row.h - 2.0f};
    if (frame.widgets.button(kWays[i].name, button, kWays[i].label, ButtonStyle::plain, kWays[i].tip)) {
      frame.session.take_along(kWays[i].what);
    }
  }
}

}  // namespace

float groove_panel_height(const session::Session& session, float width, bool narrow) {
  return kPanelHeader + 7 * row_height(narrow) + chain_height(session, width, narrow) + 16.0f;
}

void draw_groove_panel(const Frame& frame) {
  const auto& document = frame.session.document();
  const std::string aside =
      document.song_on ? "song" : "swing " + fixed_number(document.feel().swing_percent, 0) + " %";
  const Rect inside = begin_panel(frame, Panel::groove, "panel_groove", "Groove", aside, kPanelTip);
  if (inside.empty()) return;
  Rect rest = inside;
  groove_rows(frame, rest);
  song_rows(frame, rest);
  rest = rest.below(chain_height(frame.session, rest.w + 2 * kPanelPadding, frame.narrow()) + 4.0f);
  along_rows(frame, rest);
}

}  // namespace ui
