// How well the timing is kept: live, and through a cable from an output to an input.
#include "ui/panels/midi_pages.h"

namespace ui {
namespace {

constexpr std::string_view kResetTip = "Counts anew.";
constexpr std::string_view kLoopTip =
    "With a cable (or a virtual one) from the output to the input: sends notes and measures when they come back.";
constexpr std::string_view kApplyTip = "Takes half of the loop as the latency of each of the two devices.";

std::string ms_words(double ms) { return fixed_number(ms, 2) + " ms"; }

std::string loopback_sentence(const session::Loopback& loopback) {
  if (!loopback.sentence.empty()) return loopback.sentence;
  return loopback.status == session::LoopbackStatus::idle ? "Measure a loop with a cable from output to input." : "";
}

void live(const Frame& frame, Rect& rest) {
  const session::Timing& timing = frame.session.midi().measurements().timing();
  const bool any = timing.events > 0;
  words_line(frame, rest, "Handed over ahead, p50", any ? ms_words(timing.lead_p50_ms) : "–",
             "How long before its time a note is handed to sound and MIDI: half of them have more.");
  words_line(frame, rest, "p99", any ? ms_words(timing.lead_p99_ms) : "–", "All but one in a hundred have more.");
  words_line(frame, rest, "worst", any ? ms_words(timing.lead_worst_ms) : "–", "The one that was closest to its time.");
  words_line(frame, rest, "Missed, doubled",
             any ? std::to_string(timing.missed) + ", " + std::to_string(timing.doubled) : "–",
             "Notes that came too late to be handed over, and notes handed over twice.");
  const Rect line = rest.top_part(form_line(frame.narrow()));
  rest = rest.below(line.h);
  frame.paint().text_in(line.left_part(line.w - 60.0f), grouped_number(timing.events) + " notes", Type::small,
                        palette::kTextDim);
  if (frame.widgets.button("timing_reset", line.right_part(48.0f), "Reset", ButtonStyle::text, kResetTip, any)) {
    frame.session.midi().measurements().reset_timing();
  }
}

void loop(const Frame& frame, Rect& rest) {
  session::Session& session = frame.session;
  const session::Loopback& loopback = session.midi().measurements().loopback();
  const bool ready = loopback.status == session::LoopbackStatus::ready;
  const bool running = loopback.status == session::LoopbackStatus::running;
  const float height = frame.narrow() ? 44.0f : 34.0f;
  const Rect row = rest.top_part(height);
  rest = rest.below(height + 6.0f);
  const float half = (row.w - 10.0f) / 2;
  const std::string words = running ? std::to_string(loopback.received) + " of " + std::to_string(loopback.sent)
                                    : std::string("Measure loop");
  if (frame.widgets.button("loopback", row.left_part(half), words, ButtonStyle::plain, kLoopTip, !running)) {
    frame.report(session.midi().measurements().start_loopback());
  }
  if (frame.widgets.button("loopback_apply", row.right_part(half), "Use it", ButtonStyle::plain, kApplyTip, ready)) {
    frame.report(session.midi().measurements().apply_loopback());
  }
  words_line(frame, rest, "Latency", ready ? ms_words(loopback.latency_ms) : "–", "From output to input and back.");
  words_line(frame, rest, "Jitter", ready ? ms_words(loopback.jitter_ms) : "–", "How much that varies.");
  sentence_lines(frame, rest, loopback_sentence(loopback));
}

}  // namespace

float midi_timing_height(const session::Session& session, bool narrow) {
  const float button = (narrow ? 44.0f : 34.0f) + 6.0f;
  return 7 * form_line(narrow) + button + 20.0f + 4.0f +
         sentence_height(loopback_sentence(session.midi().measurements().loopback()));
}

void draw_midi_timing(const Frame& frame, Rect rest) {
  live(frame, rest);
  rest = rest.below(4.0f);
  caption_line(frame, rest, "LOOP-BACK");
  loop(frame, rest);
}

}  // namespace ui
