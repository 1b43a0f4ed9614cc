#include "ui/popups.h"

#include "ui/grid/parts.h"
#include "ui/panels/panels.h"

namespace ui {

void draw_popup(const Frame& frame, const Rect& page) {
  switch (frame.state.popup.kind) {
    case PopupKind::none:
      return;
    case PopupKind::presets:
      return draw_presets(frame, page);
    case PopupKind::styles:
      return draw_styles(frame, page);
    case PopupKind::midi_out:
    case PopupKind::midi_in:
    case PopupKind::midi_pads:
    case PopupKind::midi_pads_in:
      return draw_midi_ports(frame, page);
    case PopupKind::voices:
      return draw_voice_list(frame, page);
    case PopupKind::row:
      return draw_row_menu(frame, page);
    case PopupKind::wires:
      return draw_wires(frame, page);
    case PopupKind::seats:
      return draw_seats(frame, page);
    case PopupKind::bands:
      return draw_bands(frame, page);
    case PopupKind::euclid:
      return draw_euclid(frame, page);
    case PopupKind::detail:
      return draw_detail(frame, page);
    case PopupKind::bank:
      return draw_bank_list(frame, page);
    case PopupKind::starters:
      return draw_starters(frame, page);
    case PopupKind::timing:
      return draw_timing(frame, page);
  }
}

}  // namespace ui
