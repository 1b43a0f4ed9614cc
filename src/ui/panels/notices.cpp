// The line at the bottom for short sentences, and the hint that leads a first visit.
#include "session/bench/notices.h"

#include "ui/panels/panels.h"

namespace ui {

void draw_notices(const Frame& frame) {
  const Painter& paint = frame.paint();
  const Rect line = frame.layout.status;
  if (frame.narrow()) paint.fill({0.0f, line.y, frame.layout.bar.w, line.h}, palette::kBackground);
  const auto notices = frame.session.notices();
  if (notices.empty()) return;
  const session::Notice& newest = notices.back();
  const bool still = frame.input.reduced_motion();
  const float opacity = still ? 1.0f : static_cast<float>(session::Notices::opacity(newest, frame.now_ms));
  Colour dot = palette::kCyan;
  if (newest.level == session::NoticeLevel::warning) dot = palette::kAmber;
  if (newest.level == session::NoticeLevel::error) dot = palette::kBad;
  paint.disc({line.x + 4.0f, line.centre().y}, 3.5f, faded(dot, opacity));
  const Rect words = line.after(16.0f);
  const Colour ink = faded(palette::kText, opacity);
  if (frame.narrow() && paint.width(newest.text, Type::small) > words.w) {
    paint.push_clip(line);
    paint.paragraph({words.x, words.y + 2.0f}, words.w, newest.text, Type::small, ink);
    paint.pop_clip();
  } else {
    paint.text_in(words, newest.text, frame.narrow() ? Type::small : Type::body, ink);
  }
  frame.widgets.book("notice", line);
  frame.widgets.explain("notice", line, newest.text);
}

namespace {

struct HintWords {
  std::string_view words;
  std::string_view words_narrow;
  std::string_view target;  // the control it points at
};

HintWords words_of(Hint hint) {
  switch (hint) {
    case Hint::play:
      return {"Press Play: your kick, and the agent's snare in answer",
              "Press Play, and tap the amber row to draw kicks", "play"};
    case Hint::draw:
      return {"Click the kick row to draw; the snare answers from the next bar",
              "Tap the amber row to draw; the snare answers", "kick_2"};
    case Hint::reward:
      return {"Move a slider, or choose another reward: the answer changes at the next bar",
              "Move a slider under Reward: another answer", "reward_preset"};
    case Hint::train:
      return {"Press Train: a fresh agent learns while you listen", "Press Train: a fresh agent learns", "train"};
    case Hint::none:
      break;
  }
  return {};
}

}  // namespace

void draw_hint(const Frame& frame, const Rect& page) {
  if (frame.state.hint == Hint::none) return;
  const HintWords hint = words_of(frame.state.hint);
  const Painter& paint = frame.paint();
  const Rect strip = frame.layout.hint;
  if (frame.narrow()) {
    paint.disc({strip.x + 4.0f, strip.centre().y - 2.0f}, 3.5f, palette::kAmber);
    paint.text_in({strip.x + 16.0f, strip.y - 2.0f, strip.w - 16.0f, strip.h}, hint.words_narrow, Type::body,
                  palette::kTextSoft);
    return;
  }
  // In the strip between the bar and the desk, with its point towards the control.
  Rect target{};
  for (const auto& booked : frame.widgets.booked()) {
    if (booked.name == hint.target) target = booked.rect;
  }
  if (target.empty()) return;
  const float width = paint.width(hint.words, Type::small) + 22.0f;
  if (target.x >= frame.layout.right.x && target.y > strip.bottom() + 60.0f) {
    // Far below the strip: beside its panel.
    const float y = target.centre().y;
    const Rect bubble = paint.look().snap(Rect{frame.layout.right.x - 14.0f - width, y - 9.5f, width, 19.0f});
    paint.fill(bubble, palette::kText, 10.0f);
    paint.triangle({bubble.right() - 0.5f, y - 5.0f}, {bubble.right() + 4.5f, y}, {bubble.right() - 0.5f, y + 5.0f},
                   palette::kText);
    paint.text_in(bubble.inset(11.0f, 0.0f), hint.words, Type::small, palette::kOnAccent);
    frame.widgets.book("hint", bubble);
    return;
  }
  const bool above = target.y < strip.y;
  const float x = std::clamp(target.centre().x - 28.0f, strip.x, std::min(strip.right(), page.right() - 8.0f) - width);
  const Rect bubble = paint.look().snap(Rect{x, strip.y + (above ? 5.0f : 0.0f), width, 19.0f});
  const float tip = std::clamp(target.centre().x, bubble.x + 14.0f, bubble.right() - 14.0f);
  paint.fill(bubble, palette::kText, 10.0f);
  const float foot = above ? bubble.y : bubble.bottom();
  const float point = above ? -4.5f : 4.5f;
  // Counter-clockwise and clockwise triangles are both filled, but only one is smoothed outwards.
  if (above) {
    paint.triangle({tip - 5.0f, foot + 0.5f}, {tip, foot + point}, {tip + 5.0f, foot + 0.5f}, palette::kText);
  } else {
    paint.triangle({tip + 5.0f, foot - 0.5f}, {tip, foot + point}, {tip - 5.0f, foot - 0.5f}, palette::kText);
  }
  paint.text_in(bubble.inset(11.0f, 0.0f), hint.words, Type::small, palette::kOnAccent);
  frame.widgets.book("hint", bubble);
}

}  // namespace ui
