// What the interface tells JavaScript about itself as JSON text.
#include <algorithm>

#include "core/json.h"
#include "ui/ui.h"

namespace ui {

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

}  // namespace ui
