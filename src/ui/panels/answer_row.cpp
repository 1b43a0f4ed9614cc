// How the agent's answer is played: sparser or denser than it would by itself, and with or without dynamics.
#include <cstdlib>

#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kDensityTip =
    "More or fewer hits than the agent would play, without training: those it values most come first.";
constexpr std::string_view kDynamicsTip =
    "Accents and ghost notes, by how much the agent wants each hit; off, all are alike.";

// What the fader has done to the answer that is heard.
std::string density_tip(const session::Session& session) {
  std::string tip(kDensityTip);
  const session::Heard* heard = session.answers().heard();
  if (!heard || heard->answer->added == 0) return tip;
  const int count = std::abs(heard->answer->added);
  tip += " Now " + std::to_string(count) + (count == 1 ? " hit " : " hits ") +
         (heard->answer->added > 0 ? "more" : "fewer");
  if (heard->answer->threshold)
    tip += ", down to a Q-gain of " + fixed_number(static_cast<double>(*heard->answer->threshold), 2);
  return tip + ".";
}

}  // namespace

float answer_row_height(bool narrow) { return narrow ? kTouchTarget + 2.0f : 25.0f; }

void draw_answer_row(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  double density = session.document().part().density;
  bool dynamics = session.document().part().dynamics;

  const std::string_view words = "dynamics";
  const float width = paint.width(words, Type::small) + 8.0f + 32.0f;
  const Rect toggle = row.right_part(width);
  if (frame.widgets.toggle("dynamics", toggle, &dynamics, kDynamicsTip)) session.edit(session::set_dynamics, dynamics);
  paint.text_in(toggle.left_part(width - 38.0f), words, Type::small, dynamics ? palette::kText : palette::kTextDim);

  constexpr float kLabel = 50.0f;
  paint.text_in(row.left_part(kLabel), "Density", Type::body, density == 0.0 ? palette::kTextDim : palette::kText);
  const Rect fader = row.after(kLabel).left_part(row.w - kLabel - width - 14.0f);
  if (frame.widgets.weight("density", fader, &density, palette::kCyan, density_tip(session))) {
    frame.report(session.edit(session::set_density, density));
  }
}

}  // namespace ui
