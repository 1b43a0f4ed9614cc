// Which agent plays a row: the one at hand, or one of the list that stays with this row alone.
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {

void draw_seats(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const int voice = frame.state.popup.voice;
  const session::Part* part = session.document().current().part_of(voice);
  if (part == nullptr) {
    frame.state.popup = {};
    return;
  }
  const auto kept = session.player().agents().kept();
  const float rows = static_cast<float>(kept.size() + 1) * menu_row_height(frame.narrow());
  const auto inside = begin_popup(frame, page, 240.0f, kMenuTitle + rows);
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, std::string(voice_title(voice)) + " played by");
  const session::KeptAgent* own = session.player().agents().find_kept(part->agent);
  if (menu_item(frame, rest, "seat_at_hand", {.words = "The agent at hand", .checked = own == nullptr})) {
    frame.report(session.edit(session::set_part_agent, voice, ""));
    frame.state.popup = {};
    return;
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const std::string& name = kept[i].text->name;
    const bool sits = own == &kept[i];
    if (!menu_item(frame, rest, "seat_" + std::to_string(i),
                   {.words = name.empty() ? "without a name" : name, .checked = sits})) {
      continue;
    }
    frame.report(session.player().seat_kept(voice, i));
    frame.state.popup = {};
    return;
  }
}

}  // namespace ui
