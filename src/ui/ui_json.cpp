// What the interface tells JavaScript about itself as JSON text.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/json.h"
#include "ui/ui.h"

namespace ui {
namespace {

// In the order of Panel.
constexpr std::array<std::string_view, kPanelCount> kPanelNames = {
    "policy", "network", "train", "reward", "sounds", "groove", "midi", "agent", "evaluate", "settings"};

}  // namespace

std::string Ui::wanted_texts_json() {
  core::Json all = core::Json::array();
  for (const auto& [id, wanted] : browser_text_.take_questions()) {
    all.push_back({{"id", id},
                   {"text", wanted.text},
                   {"size", wanted.size_px},
                   {"bold", wanted.semi_bold},
                   {"limit", wanted.limit_px}});
  }
  return all.dump();
}

std::string Ui::widgets_json() const {
  core::Json all = core::Json::object();
  for (const auto& booked : widgets_.booked()) {
    const Rect& rect = booked.rect;
    all[booked.name] = core::Json::array({rect.x, rect.y, rect.w, rect.h});
  }
  return all.dump();
}

std::string Ui::texts_json() {
  look_.write_down(&written_);
  const auto list_of = [](const Rect& rect) { return core::Json::array({rect.x, rect.y, rect.w, rect.h}); };
  std::vector<const void*> layers;
  core::Json all = core::Json::array();
  for (const WrittenText& text : written_) {
    auto layer = std::ranges::find(layers, text.layer);
    if (layer == layers.end()) layer = layers.insert(layers.end(), text.layer);
    all.push_back({{"text", text.text},
                   {"rect", list_of(text.rect)},
                   {"visible", list_of(text.visible)},
                   {"layer", static_cast<int>(layer - layers.begin())},
                   {"shortened", text.shortened}});
  }
  forced_frames_ = 2;
  return all.dump();
}

std::string Ui::entry_json() const {
  const auto& entry = widgets_.entry();
  if (!entry) return "null";
  const Rect& rect = entry->rect;
  const core::Json json = {{"name", entry->name},
                           {"rect", core::Json::array({rect.x, rect.y, rect.w, rect.h})},
                           {"value", entry->value},
                           {"label", entry->label},
                           {"numeric", entry->numeric}};
  return json.dump();
}

std::string Ui::desk_json() const {
  core::Json open = core::Json::object();
  for (std::size_t i = 0; i < kPanelNames.size(); ++i) {
    if (state_.open[i]) open[std::string(kPanelNames[i])] = *state_.open[i];
  }
  const core::Json json = {{"open", std::move(open)},
                           {"rows", state_.more_voices ? core::Json(*state_.more_voices) : core::Json()},
                           {"tab", static_cast<int>(state_.tab)},
                           {"mix", state_.mix},
                           {"pads", state_.pads},
                           {"all_terms", state_.all_terms}};
  return json.dump();
}

void Ui::restore_desk(std::string_view json) {
  const core::Json desk = core::Json::parse(json);
  if (!desk.is_object()) return;
  const auto flag = [](const core::Json& object, std::string_view key) -> std::optional<bool> {
    const core::Json* value = object.find(key);
    return value != nullptr && value->is_boolean() ? std::optional(value->boolean()) : std::nullopt;
  };
  if (const core::Json* open = desk.find("open"); open != nullptr && open->is_object()) {
    for (std::size_t i = 0; i < kPanelNames.size(); ++i) {
      if (const auto chosen = flag(*open, kPanelNames[i])) state_.open[i] = chosen;
    }
  }
  if (const auto rows = flag(desk, "rows")) state_.more_voices = rows;
  state_.mix = flag(desk, "mix").value_or(state_.mix);
  state_.pads = flag(desk, "pads").value_or(state_.pads);
  state_.all_terms = flag(desk, "all_terms").value_or(state_.all_terms);
  const core::Json* tab = desk.find("tab");
  if (tab != nullptr && tab->is_integer() && tab->integer() >= 0 && tab->integer() < kTabCount) {
    state_.tab = static_cast<Tab>(tab->integer());
  }
  forced_frames_ = 2;
}

}  // namespace ui
