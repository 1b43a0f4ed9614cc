// The panels, one file each.
#pragma once

#include "core/config.h"
#include "ui/desk/frame.h"

namespace ui {

void draw_transport_bar(const Frame& frame);
void draw_train_panel(const Frame& frame);
void draw_reward_panel(const Frame& frame);
void draw_answer_row(const Frame& frame, const Rect& row);  // in the reward panel
float answer_row_height(bool narrow);
void draw_presets(const Frame& frame, const Rect& page);             // a popup
void draw_styles(const Frame& frame, const Rect& page);              // a popup
std::string_view style_words(const rhythm::RewardSettings& reward);  // "Clave", "my favourite", "none yet"
void draw_midi_ports(const Frame& frame, const Rect& page);          // a popup
void draw_evaluate_panel(const Frame& frame);
void draw_agent_panel(const Frame& frame);
void draw_midi_panel(const Frame& frame);
void draw_learn_layer(const Frame& frame, const Rect& page);  // while controls are learned
void draw_groove_panel(const Frame& frame);
void draw_sounds_panel(const Frame& frame);
void draw_settings_panel(const Frame& frame);
void draw_notices(const Frame& frame);
void draw_foot_tabs(const Frame& frame);  // nothing in two columns
void draw_hint(const Frame& frame, const Rect& page);
void draw_help(const Frame& frame, const Rect& page);

// What the layout has to know before anything is drawn; `paint` only measures, `width` is a panel's.
float train_panel_height(session::Session& session, const Painter& paint, float width, bool narrow);
float reward_panel_height(const session::Session& session, const UiState& state, const Painter& paint, float width,
                          bool narrow);
float usual_reward_height(const session::Session& session, bool narrow);
float evaluate_panel_height(const session::Session& session, float width, bool narrow);
bool evaluation_speaks(const session::Session& session);  // there is a result, or one is under way
float midi_panel_height(const session::Session& session, const UiState& state, bool narrow);
float settings_panel_height(bool narrow, const core::Config& config);
float groove_panel_height(const session::Session& session, float width, bool narrow);
float sounds_panel_height(bool narrow);
float agent_panel_height(const session::Session& session, bool narrow);

}  // namespace ui
