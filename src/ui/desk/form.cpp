#include "ui/desk/form.h"

namespace ui {
namespace {

constexpr float kNumber = 76.0f;

Rect take_line(const Frame& frame, Rect& rest) {
  const Rect line = rest.top_part(form_line(frame.narrow()));
  rest = rest.below(line.h);
  return line;
}

}  // namespace

float form_line(bool narrow) { return narrow ? 44.0f : 28.0f; }

bool toggle_line(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, bool* on,
                 std::string_view tip) {
  const Rect line = take_line(frame, rest);
  const Colour ink = *on ? palette::kText : palette::kTextSoft;
  frame.paint().text_in(line.left_part(line.w - 44.0f), label, Type::body, ink);
  return frame.widgets.toggle(name, line, on, tip);
}

bool number_line(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, double* value,
                 const NumberSpec& spec, std::string_view tip) {
  const Rect line = take_line(frame, rest);
  frame.paint().text_in(line.left_part(line.w - kNumber - 8.0f), label, Type::body, palette::kTextSoft);
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect number{line.right() - kNumber, line.centre().y - height / 2, kNumber, height};
  return frame.widgets.number(name, number, value, spec, Type::body, Align::right, label, tip, true);
}

void words_line(const Frame& frame, Rect& rest, std::string_view label, std::string_view value, std::string_view tip) {
  const Rect line = take_line(frame, rest);
  frame.paint().text_in(line.left_part(line.w * 0.55f), label, Type::body, palette::kTextSoft);
  frame.paint().text_in(line.right_part(line.w * 0.45f), value, Type::body, palette::kText, Align::right,
                        Digits::tabular);
  if (!tip.empty()) frame.widgets.explain("words_" + std::string(label), line, tip);
}

void caption_line(const Frame& frame, Rect& rest, std::string_view words) {
  frame.paint().text({rest.x, rest.y + 14.0f}, words, Type::label, palette::kTextDim);
  rest = rest.below(20.0f);
}

}  // namespace ui
