#include "ui/canvas/widgets.h"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "imgui.h"
#include "imgui_internal.h"

namespace ui {
namespace {

constexpr float kButtonRadius = 17.0f;
constexpr float kDragPixelsPerStep = 4.0f;
constexpr float kDragPixelsPerDecade = 160.0f;
constexpr double kWeightRest = 0.03;  // this close to the middle a weight is 0

std::string formatted(double value, const NumberSpec& spec) {
  const bool shortest = spec.logarithmic || spec.decimals < 0;
  std::string text = shortest ? short_number(value) : fixed_number(value, spec.decimals);
  if (!spec.unit.empty()) text += " " + std::string(spec.unit);
  return text;
}

double dragged_value(double start, float pixels, const NumberSpec& spec) {
  double value = start;
  if (spec.logarithmic) {
    value = std::max(start, spec.min > 0 ? spec.min : 1e-12) * std::pow(10.0, pixels / kDragPixelsPerDecade);
    // Two significant digits: a dragged 0.0030 is not 0.00302817.
    const double decade = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
    value = std::round(value / decade) * decade;
  } else {
    value = start + std::round(pixels / kDragPixelsPerStep) * spec.step;
  }
  if (spec.step > 0.0 && spec.decimals == 0) value = std::round(value);
  return std::max(spec.min, std::min(value, spec.max));
}

// A decimal comma is what half of the world's keyboards offer.
std::optional<double> parsed_number(std::string text) {
  for (char& c : text) {
    if (c == ',') c = '.';
  }
  if (text.starts_with("−")) text.replace(0, 3, "-");
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

void Widgets::begin_frame(const Input* input, double now_ms) {
  input_ = input;
  now_ms_ = now_ms;
  booking_.clear();
  clips_.clear();
  next_cursor_ = "default";
  entry_drawn_ = false;
  tip_.offered = false;
}

void Widgets::end_frame(const Rect& page) {
  booked_.swap(booking_);
  cursor_ = next_cursor_;
  if (entry_ && !entry_drawn_) entry_.reset();
  committed_name_.clear();
  if (!tip_.offered) {
    if (tip_.shown) tip_.hidden_ms = now_ms_;
    tip_.text.clear();
    tip_.name.clear();
    tip_.shown = false;
    tip_.muted = false;
  }
  draw_tip(page);
}

void Widgets::push_clip(const Rect& rect) {
  clips_.push_back(clips_.empty() ? rect : rect.clipped_to(clips_.back()));
  ImGui::PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
}

void Widgets::pop_clip() {
  clips_.pop_back();
  ImGui::PopClipRect();
}

Hit Widgets::area(std::string_view name, const Rect& rect, std::string_view tip, Gesture gesture) {
  book(name, rect, gesture);
  const ImRect box(rect.x, rect.y, rect.right(), rect.bottom());
  const ImGuiID id = ImGui::GetCurrentWindow()->GetID(name.data(), name.data() + name.size());
  Hit hit;
  if (!ImGui::ItemAdd(box, id)) return hit;
  hit.pressed = ImGui::ButtonBehavior(box, id, &hit.hovered, &hit.held, ImGuiButtonFlags_NoNavFocus);
  hit.right_pressed = hit.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  const bool finger_rests = input_->long_pressing() && rect.contains(input_->finger_at());
  if (!tip.empty() && (hit.hovered || finger_rests)) offer_tip(name, rect, tip, finger_rests ? 0.0 : kTipDelayMs);
  return hit;
}

void Widgets::book(std::string_view name, const Rect& rect, Gesture gesture) {
  const Rect visible = clips_.empty() ? rect : rect.clipped_to(clips_.back());
  if (!visible.empty()) booking_.push_back({std::string(name), visible, gesture});
}

Gesture Widgets::gesture_at(Point p) const {
  for (auto it = booked_.rbegin(); it != booked_.rend(); ++it) {
    if (it->rect.contains(p)) return it->gesture;
  }
  return Gesture::tap;
}

std::optional<Rect> Widgets::find(std::string_view name) const {
  for (const Booked& booked : booked_) {
    if (booked.name == name) return booked.rect;
  }
  return std::nullopt;
}

bool Widgets::button(std::string_view name, const Rect& rect, std::string_view label, ButtonStyle style,
                     std::string_view tip, bool enabled, std::optional<Icon> icon) {
  const Hit hit = area(name, rect, tip);
  const bool lit = enabled && hit.hovered;
  if (lit) set_cursor("pointer");
  Colour back = lit ? palette::kRaisedHover : palette::kRaised;
  Colour ink = enabled ? palette::kText : palette::kTextFaint;
  if (style == ButtonStyle::amber) back = lit ? palette::kAmberHover : palette::kAmber;
  if (style == ButtonStyle::cyan) back = lit ? palette::kCyanHover : palette::kCyan;
  const bool accent = style == ButtonStyle::amber || style == ButtonStyle::cyan;
  if (accent && !enabled) back = palette::kRaised;
  if (accent && enabled) ink = palette::kOnAccent;
  if (style == ButtonStyle::text) {
    ink = !enabled ? palette::kTextFaint : lit ? palette::kText : palette::kTextDim;
  } else {
    const float press = enabled && hit.held ? 1.0f : 0.0f;
    // A finger's target may be taller than the button looks.
    const float height = std::min(rect.h, 2 * kButtonRadius + (rect.h > 40.0f ? 6.0f : 0.0f));
    const Rect shape{rect.x, rect.y + (rect.h - height) / 2, rect.w, height};
    paint().fill(shape.inset(press), hit.held && enabled ? mix(back, palette::kBackground, 0.15f) : back, height / 2);
  }
  const Type type = style == ButtonStyle::text ? Type::body : Type::strong;
  if (!icon) {
    paint().text_in(rect.inset(style == ButtonStyle::text ? 0.0f : 8.0f, 0.0f), label, type, ink, Align::centre);
  } else if (label.empty()) {
    paint().icon(*icon, rect.centre(), 13.0f, ink);
  } else {
    const float whole = 14.0f + 9.0f + paint().width(label, type);
    const float left = rect.x + (rect.w - whole) / 2;
    paint().icon(*icon, {left + 7.0f, rect.y + rect.h / 2}, 14.0f, ink);
    paint().text_in(rect.after(left - rect.x + 23.0f), label, type, ink);
  }
  return enabled && hit.pressed;
}

bool Widgets::toggle(std::string_view name, const Rect& rect, bool* on, std::string_view tip) {
  const Hit hit = area(name, rect, tip);
  if (hit.hovered) set_cursor("pointer");
  const Rect track = paint().look().snap(Rect{rect.right() - 32.0f, rect.y + (rect.h - 18.0f) / 2, 32.0f, 18.0f});
  const Colour on_colour = hit.hovered ? palette::kText : palette::kTextSoft;
  const Colour off_colour = hit.hovered ? palette::kRaisedHover : palette::kTrack;
  paint().fill(track, *on ? on_colour : off_colour, 9.0f);
  const float x = *on ? track.right() - 9.0f : track.x + 9.0f;
  paint().disc({x, track.centre().y}, 6.5f, *on ? palette::kOnAccent : palette::kTextDim);
  if (hit.pressed) *on = !*on;
  return hit.pressed;
}

bool Widgets::slider(std::string_view name, const Rect& rect, double* value, std::string_view tip) {
  const Hit hit = area(name, rect, tip, Gesture::drag_x);
  if (hit.hovered || hit.held) set_cursor("pointer");
  const Rect track = rect.inset(7.0f, 0.0f);
  bool changed = false;
  if (hit.held) {
    const float share = (ImGui::GetIO().MousePos.x - track.x) / track.w;
    const double wanted = std::round(std::clamp(share, 0.0f, 1.0f) * 100.0f) / 100.0;
    changed = wanted != *value;
    *value = wanted;
  }
  const float middle = paint().look().snap(rect.centre().y);
  const float knob = track.x + track.w * static_cast<float>(*value);
  paint().fill({track.x, middle - 2.5f, track.w, 5.0f}, palette::kTrack, 2.5f);
  paint().fill({track.x, middle - 2.5f, knob - track.x, 5.0f}, palette::kTextDim, 2.5f);
  paint().disc({knob, middle}, hit.held ? 8.0f : 7.0f, palette::kText);
  return changed;
}

bool Widgets::weight(std::string_view name, const Rect& rect, double* value, Colour colour, std::string_view tip) {
  const Hit hit = area(name, rect, tip, Gesture::drag_x);
  if (hit.hovered || hit.held) set_cursor("pointer");
  const Rect track = paint().look().snap(Rect{rect.x + 7.0f, rect.centre().y - 2.0f, rect.w - 14.0f, 4.0f});
  const float middle = track.centre().x;
  bool changed = false;
  if (hit.held) {
    const float share = (ImGui::GetIO().MousePos.x - middle) / (track.w / 2);
    double wanted = std::round(std::clamp(share, -1.0f, 1.0f) * 100.0f) / 100.0;
    if (std::abs(wanted) < kWeightRest) wanted = 0.0;
    changed = wanted != *value;
    *value = wanted;
  }
  const float knob = middle + track.w / 2 * static_cast<float>(*value);
  paint().fill(track, palette::kTrack, 2.0f);
  paint().fill({middle - 0.5f, track.y - 2.0f, 1.0f, track.h + 4.0f}, palette::kTextFaint);
  const Rect filled{std::min(middle, knob), track.y, std::abs(knob - middle), track.h};
  paint().fill(filled, colour, 2.0f);
  const bool lit = hit.hovered || hit.held;
  const bool rests = *value == 0.0 && !lit;
  paint().disc({knob, track.centre().y}, hit.held ? 7.0f : 6.0f, rests ? palette::kTextDim : palette::kText);
  return changed;
}

bool Widgets::number(std::string_view name, const Rect& rect, double* value, const NumberSpec& spec, Type type,
                     Align align, std::string_view label, std::string_view tip, bool framed) {
  const Hit hit = area(name, rect, tip, Gesture::drag_x);
  const double before = *value;
  if (hit.hovered || hit.held) set_cursor("ew-resize");
  if (ImGui::IsItemActivated()) {
    drag_start_value_ = *value;
    dragged_ = false;
  }
  if (hit.held) {
    const ImVec2 delta = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0.0f);
    if (std::abs(delta.x) + std::abs(delta.y) > 3.0f) dragged_ = true;
    if (dragged_) *value = dragged_value(drag_start_value_, delta.x - delta.y, spec);
  }
  if (hit.pressed && !dragged_) {
    NumberSpec bare = spec;
    bare.unit = {};
    begin_entry(name, rect, formatted(*value, bare), label, true);
  }
  if (const auto text = take_commit(name)) {
    if (const auto typed = parsed_number(*text)) *value = std::max(spec.min, std::min(*typed, spec.max));
    if (spec.step > 0.0 && spec.decimals == 0) *value = std::round(*value);
  }
  const bool lit = hit.hovered || hit.held;
  if (framed) paint().fill(rect, lit ? palette::kRaisedHover : palette::kRaised, 7.0f);
  const bool editing = entry_ && entry_->name == name;
  if (editing) {
    entry_drawn_ = true;
    entry_->rect = rect;
  } else {
    const Colour ink = lit && !framed ? palette::kCyanHover : palette::kText;
    paint().text_in(framed ? rect.inset(9.0f, 0.0f) : rect, formatted(*value, spec), type, ink, align, Digits::tabular);
  }
  return *value != before;
}

bool Widgets::segmented(std::string_view name, const Rect& rect, std::span<const std::string_view> labels, int* current,
                        std::string_view tip) {
  const float height = std::min(rect.h, 34.0f);
  const Rect frame = paint().look().snap(Rect{rect.x, rect.y + (rect.h - height) / 2, rect.w, height});
  paint().fill(frame, palette::kCell, 8.0f);
  const float width = rect.w / static_cast<float>(labels.size());
  const int before = *current;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::string part(name);
    part += '_';
    for (const char c : labels[i]) part += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const Rect target{rect.x + width * static_cast<float>(i), rect.y, width, rect.h};
    const Hit hit = area(part, target, tip);
    if (hit.hovered) set_cursor("pointer");
    if (hit.pressed) *current = static_cast<int>(i);
    const bool chosen = *current == static_cast<int>(i);
    if (chosen) {
      const Rect chip{target.x, frame.y, target.w, frame.h};
      paint().fill(paint().look().snap(chip.inset(2.0f)), palette::kRaisedHover, 6.0f);
    }
    const Colour ink = chosen ? palette::kText : hit.hovered ? palette::kTextSoft : palette::kTextDim;
    paint().text_in(target.inset(3.0f, 0.0f), labels[i], rect.h < 30.0f ? Type::small : Type::body, ink, Align::centre);
  }
  return *current != before;
}

std::optional<std::string> Widgets::text_field(std::string_view name, const Rect& rect, std::string_view value,
                                               std::string_view label, std::string_view tip) {
  const Hit hit = area(name, rect, tip);
  if (hit.hovered) set_cursor("text");
  if (hit.pressed) begin_entry(name, rect, std::string(value), label, false);
  if (entry_ && entry_->name == name) {
    entry_drawn_ = true;
    entry_->rect = rect;
  } else {
    paint().text_in(rect, value.empty() ? label : value, Type::body,
                    hit.hovered     ? palette::kCyanHover
                    : value.empty() ? palette::kTextDim
                                    : palette::kText);
  }
  return take_commit(name);
}

bool Widgets::explain(std::string_view name, const Rect& rect, std::string_view tip, double delay_ms) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect visible = clips_.empty() ? rect : rect.clipped_to(clips_.back());
  // While a button is held, too: that mutes the explanation until the pointer goes elsewhere.
  const bool hovered =
      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && visible.contains({mouse.x, mouse.y});
  const bool finger_rests = input_->long_pressing() && visible.contains(input_->finger_at());
  if (hovered || finger_rests) offer_tip(name, rect, tip, finger_rests ? 0.0 : delay_ms);
  return hovered;
}

void Widgets::begin_entry(std::string_view name, const Rect& rect, std::string value, std::string_view label,
                          bool numeric) {
  entry_ = TextEntry{std::string(name), rect, std::move(value), std::string(label), numeric};
}

void Widgets::commit_entry(std::string text) {
  if (!entry_) return;
  committed_name_ = entry_->name;
  committed_text_ = std::move(text);
  entry_.reset();
}

std::optional<std::string> Widgets::take_commit(std::string_view name) {
  if (committed_name_ != name) return std::nullopt;
  committed_name_.clear();
  return std::move(committed_text_);
}

std::string grouped_number(double value) {
  std::string digits = fixed_number(std::round(value), 0);
  const std::size_t first = digits.starts_with("−") ? 3 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string compact_number(double value) {
  if (value < 1e4) return grouped_number(value);
  return value < 1e6 ? fixed_number(value / 1e3, value < 1e5 ? 1 : 0) + "k" : fixed_number(value / 1e6, 2) + "M";
}

std::string fixed_number(double value, int decimals) {
  char text[48];
  const double tiny = 0.5 * std::pow(10.0, -decimals);
  const bool negative = value <= -tiny;  // no "−0.00"
  std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value));
  return (negative ? "−" : "") + std::string(text);
}

std::string short_number(double value) {
  char text[32];
  if (value == std::round(value) && std::abs(value) < 1e9) {
    std::snprintf(text, sizeof text, "%.0f", value);
  } else {
    std::snprintf(text, sizeof text, "%.4g", value);
  }
  if (text[0] == '-') return "−" + std::string(text + 1);
  return text;
}

}  // namespace ui
