// Every hyper-parameter of core::config_table(), in its groups.
#include <cmath>

#include "core/config.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip =
    "How the agent learns: all hyper-parameters, each with its source. The defaults are good; click to look.";
constexpr std::string_view kTriesTip =
    "While a fresh agent trains, each bar plays what it tries out just now: at random at first, then what it has "
    "learned. Off: the best that it knows.";
constexpr std::string_view kDefaultsTip = "Sets every hyper-parameter back to its default.";

constexpr float kGroupHeight = 34.0f;

float row_height(bool narrow) { return narrow ? 44.0f : 30.0f; }

// The pattern's length belongs to the grid, not to this list. What means nothing to the network of the next training is
// left out.
bool listed(const core::ConfigEntry& entry, const core::Config& config) {
  return entry.name != "steps" && core::applies(entry, config);
}

NumberSpec spec_of(const core::ConfigEntry& entry) {
  NumberSpec spec{entry.min, entry.max, 0.0, false, 0, ""};
  if (entry.kind == core::ConfigKind::integer) {
    spec.step = 1.0;
    spec.logarithmic = entry.max > 500.0 && entry.min > 0.0;
    if (entry.max - entry.min > 1000.0 && !spec.logarithmic) spec.step = 100.0;
  } else {
    spec.logarithmic = entry.min > 0.0 && entry.max / entry.min >= 100.0;
    spec.step = spec.logarithmic ? 0.0 : 0.01;
    spec.decimals = -1;
  }
  return spec;
}

std::string range_words(const core::ConfigEntry& entry) {
  std::string text = "Default " + core::format_config_value(entry, entry.default_value);
  if (entry.kind == core::ConfigKind::real || entry.kind == core::ConfigKind::integer) {
    text += ", " + short_number(entry.min) + " to " + short_number(entry.max);
    if (!entry.unit.empty()) text += " " + std::string(entry.unit);
  }
  return text + ".";
}

std::string tip_of(const core::ConfigEntry& entry) {
  std::string tip = std::string(entry.help) + " " + range_words(entry);
  if (!entry.source.empty()) tip += " Source: " + std::string(entry.source) + ".";
  return tip + (entry.live ? " Takes effect at once." : " Takes effect at the next reset.");
}

void setting(const Frame& frame, const core::ConfigEntry& entry, const Rect& row) {
  const Painter& paint = frame.paint();
  const std::string name = "setting_" + std::string(entry.name);
  const std::string tip = tip_of(entry);
  const bool waits = frame.session.coach().waits_for_reset(entry);
  const Rect label{row.x, row.y, row.w * 0.56f, row.h};
  paint.text_in(label, entry.label, Type::body, waits ? palette::kAmber : palette::kTextSoft);
  if (waits) {
    const float x = row.x + std::min(label.w, paint.width(entry.label, Type::body)) + 8.0f;
    paint.text_in({x, row.y, label.right() + 10.0f - x, row.h}, "at reset", Type::small, palette::kAmber);
  }
  frame.widgets.explain(name + "_label", label, tip);

  const double before = entry.get(frame.session.document().config);
  double value = before;
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect control{row.right() - row.w * 0.40f, row.y + (row.h - height) / 2, row.w * 0.40f, height};
  if (entry.kind == core::ConfigKind::toggle) {
    bool on = before != 0.0;
    frame.widgets.toggle(name, control, &on, tip);
    value = on ? 1.0 : 0.0;
  } else if (entry.kind == core::ConfigKind::choice) {
    // Few choices: each click takes the next, so that a long name fits.
    const auto index = static_cast<std::size_t>(before);
    std::string words(entry.choices[index]);
    std::replace(words.begin(), words.end(), '_', ' ');
    const Hit hit = frame.widgets.area(name, control, tip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    paint.fill(control, hit.hovered ? palette::kRaisedHover : palette::kRaised, 7.0f);
    paint.text_in(control.inset(9.0f, 0.0f), words, Type::body, palette::kText, Align::right);
    if (hit.pressed) value = static_cast<double>((index + 1) % entry.choices.size());
  } else {
    frame.widgets.number(name, control, &value, spec_of(entry), Type::body, Align::right, entry.label, tip, true);
  }
  if (value != before) frame.report(frame.session.edit(session::set_config_entry, entry, value));
}

}  // namespace

float settings_panel_height(bool narrow, const core::Config& config) {
  float height = kPanelHeader + 12.0f + 44.0f + row_height(narrow);
  std::string_view group;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (!listed(entry, config)) continue;
    if (entry.group != group) height += kGroupHeight;
    group = entry.group;
    height += row_height(narrow);
  }
  return height;
}

void draw_settings_panel(const Frame& frame) {
  const core::Config& config = frame.session.document().config;
  int changed = 0;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (listed(entry, config) && entry.get(config) != entry.default_value) ++changed;
  }
  const std::string aside = changed == 0 ? "defaults" : std::to_string(changed) + " changed";
  const Rect inside = begin_panel(frame, Panel::settings, "panel_settings", "Settings", aside, kPanelTip);
  if (inside.empty()) return;
  bool tries = frame.session.coach().plays_attempts();
  const Rect first = inside.top_part(row_height(frame.narrow()));
  frame.paint().text_in(first.left_part(first.w - 44.0f), "While it learns, play what it tries", Type::body,
                        palette::kTextSoft);
  if (frame.widgets.toggle("attempts", first, &tries, kTriesTip)) frame.session.coach().set_plays_attempts(tries);
  float y = first.bottom();
  std::string_view group;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (!listed(entry, config)) continue;
    if (entry.group != group) {
      std::string capitals(entry.group);
      for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      frame.paint().text({inside.x, y + 22.0f}, capitals, Type::label, palette::kTextDim);
      y += kGroupHeight;
      group = entry.group;
    }
    setting(frame, entry, {inside.x, y, inside.w, row_height(frame.narrow())});
    y += row_height(frame.narrow());
  }
  const Rect defaults{inside.x, y + 6.0f, inside.w, 40.0f};
  if (frame.widgets.button("settings_defaults", defaults, "Back to the defaults", ButtonStyle::plain, kDefaultsTip,
                           changed > 0)) {
    for (const core::ConfigEntry& entry : core::config_table()) {
      if (entry.name != "steps")
        frame.report(frame.session.edit(session::set_config_entry, entry, entry.default_value));
    }
  }
}

}  // namespace ui
