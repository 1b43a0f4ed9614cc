#include "ui/ui.h"

#include <cmath>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/grid/parts.h"
#include "ui/panels/pads.h"
#include "ui/panels/panels.h"
#include "ui/popups.h"

namespace ui {
namespace {

constexpr ImGuiWindowFlags kLayerFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse;

// A layer of the page: a window of Dear ImGui that fills it. What is in a later layer takes the pointer first.
void begin_layer(const char* name, ImGuiWindowFlags flags) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin(name, nullptr, kLayerFlags | flags);
}

// Without `stays` the layer is gone at once: it is neither drawn nor in the way of the next press.
void end_layer(bool stays) {
  if (!stays) ImGui::GetCurrentWindow()->Active = false;
  ImGui::End();
}

Painter layer_painter(ImDrawList* list, const Look& look) {
  // Smoothed edges are one device pixel wide, not one CSS pixel.
  list->_FringeScale = 1.0f / look.pixel_ratio();
  return {list, look};
}

// The voices that should be seen: what a person chose, or where something is.
session::VoiceSet seen_voices(const UiState& state, const session::Slot& slot) {
  session::VoiceSet seen;
  for (int voice = 0; voice < session::kVoices; ++voice) {
    const bool used = slot.pattern.onset_count(voice) > 0 || slot.part_of(voice) != nullptr;
    seen.set(static_cast<std::size_t>(voice), state.more_voices.value_or(used));
  }
  return seen;
}

void paint_tabs(const Frame& frame) {
  frame.paint().fill(frame.paint().look().snap(frame.layout.tabs), palette::kPanel, 12.0f);
}

void draw_scroll_bar(const Painter& paint, const Rect& view, float content, float offset) {
  if (content <= view.h + 0.5f) return;
  const float length = std::max(24.0f, view.h * view.h / content);
  const float y = view.y + (view.h - length) * offset / (content - view.h);
  paint.fill({view.right() + 5.0f, y, 4.0f, length}, palette::kRaisedHover, 2.0f);
}

}  // namespace

Ui::Ui() : input_([this](Point p) { return widgets_.gesture_at(p); }) {
  ImGui::CreateContext();
  look_.start(browser_text_);
}

Ui::~Ui() { ImGui::DestroyContext(); }

bool Ui::start(const char* canvas_selector) {
  if (!gl_.start(canvas_selector)) return false;
  renderer_.start();
  return true;
}

void Ui::context_restored() {
  renderer_.forget();
  browser_text_.forget();  // their textures are gone with the context
  waterfall_.forget();
  lost_ = false;
  forced_frames_ = 2;
}

bool Ui::looks_different(const session::Session& session, double now_ms, float width, float height, float ratio) const {
  if (forced_frames_ > 0 || session.revision() != drawn_revision_) return true;
  if (width != width_ || height != height_ || ratio != look_.pixel_ratio()) return true;
  // Asked of the last frame: the one after it draws the pads dark.
  if (input_.busy() || grid_.moving() || widgets_.busy() || pads_lit(last_ms_)) return true;
  if (session.player().peaked() != drawn_peak_) return true;
  if (session.player().playing_step(now_ms) != drawn_step_) return true;
  for (const auto& notice : session.notices()) {
    if (session::Notices::opacity(notice, now_ms) < 1.0) return true;
  }
  return false;
}

bool Ui::wants_frame(const session::Session& session) const {
  return ready() && (forced_frames_ > 0 || session.revision() != drawn_revision_ || input_.busy() || grid_.moving() ||
                     widgets_.busy() || session.moving() || pads_lit(last_ms_) || drawn_peak_);
}

bool Ui::pads_lit(double now_ms) const {
  return std::ranges::any_of(state_.pad_hits,
                             [&](const auto& hit_ms) { return hit_ms && now_ms - *hit_ms < kPadLitMs; });
}

bool Ui::strike(session::Session& session, Point at, double now_ms) {
  if (state_.help_open || state_.learn_mode || state_.popup.kind != PopupKind::none) return false;
  const auto stroke = pad_at(layout_, at);
  if (!stroke) return false;
  drum(session, stroke->voice, stroke->velocity, now_ms);
  return true;
}

std::optional<int> Ui::voice_named_at(Point at) const {
  return at.x < layout_.grid.area.x ? voice_at(at) : std::nullopt;
}

std::optional<int> Ui::voice_at(Point at) const {
  const bool covered = at.y < layout_.bar.bottom() || at.y >= layout_.status.y;
  return covered ? std::nullopt : layout_.grid.voice_at(at);
}

void Ui::drum(session::Session& session, int voice, int velocity, double now_ms) {
  if (auto status = session.drum(voice, velocity, now_ms); !status) {
    session.notify(status.error().message, session::NoticeLevel::warning);
  }
  state_.pad_hits[static_cast<std::size_t>(voice)] = now_ms;
  forced_frames_ = 2;
}

void Ui::frame(session::Session& session, double now_ms, float width, float height, float pixel_ratio) {
  session.advance(now_ms);
  const float ratio = std::clamp(pixel_ratio, 0.5f, 4.0f);
  if (!ready() || width < 1.0f || height < 1.0f) return;
  if (!looks_different(session, now_ms, width, height, ratio)) return;
  width_ = width;
  height_ = height;
  drawn_revision_ = session.revision();
  drawn_step_ = session.player().playing_step(now_ms);
  drawn_peak_ = session.player().peaked();
  forced_frames_ = std::max(0, forced_frames_ - 1);

  if (look_.set_pixel_ratio(ratio)) {
    renderer_.atlas_changed();
    Renderer::drop_pictures(browser_text_.forget());
  }
  gl_.resize(static_cast<int>(std::lround(width * ratio)), static_cast<int>(std::lround(height * ratio)));
  gl_.begin_frame();

  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {static_cast<float>(gl_.width()) / width, static_cast<float>(gl_.height()) / height};
  io.DeltaTime = static_cast<float>(std::clamp((now_ms - last_ms_) / 1000.0, 0.0005, 0.1));
  last_ms_ = now_ms;
  input_.begin_frame(now_ms);
  ImGui::NewFrame();
  input_.see_presses();
  draw(session, now_ms, width, height);
  ImGui::Render();
  renderer_.draw(*ImGui::GetDrawData(), gl_.width(), gl_.height());
  Renderer::drop_pictures(browser_text_.end_frame());
  input_.end_frame();
}

// Whatever a drag changes, from press to release, is one step of undo.
void Ui::follow_gesture(session::Session& session) {
  const bool down = ImGui::IsAnyMouseDown();
  if (down == gesturing_) return;
  gesturing_ = down;
  if (down) {
    session.begin_gesture();
  } else {
    gesture_ends_ = true;  // what the release itself changes still belongs to it
  }
}

void Ui::draw(session::Session& session, double now_ms, float width, float height) {
  follow_gesture(session);
  advance_hint(session);
  LayoutInput input;
  input.width = width;
  input.height = height;
  const session::Slot& slot = session.document().current();
  input.steps = slot.steps();
  input.ruler = {slot.timing.bar_steps(), slot.timing.beat_steps()};
  move_view(session);
  follow_playhead(session, now_ms);
  input.view = state_.views[static_cast<std::size_t>(session.document().slot)];
  const bool narrow = is_narrow(width, height);
  const Painter measure(nullptr, look_);
  const float panel = panel_width(width, height);
  input.train_height = train_panel_height(session, measure, panel, narrow);
  input.reward_height = reward_panel_height(session, state_, measure, panel, narrow);
  input.usual_reward_height = usual_reward_height(session, narrow);
  input.evaluate_height = evaluate_panel_height(session, left_width(width, height), narrow);
  input.policy_speaks = session.coach().training().waterfall.row_count() > 0;
  input.evaluate_speaks = evaluation_speaks(session);
  input.settings_height = settings_panel_height(narrow, session.document().config);
  input.midi_height = midi_panel_height(session, state_, narrow);
  input.groove_height = groove_panel_height(session, panel, narrow);
  input.sounds_height = sounds_panel_height(narrow);
  input.agent_height = agent_panel_height(session, narrow);
  input.voices = seen_voices(state_, slot);
  input.hint_height = narrow && state_.hint != Hint::none ? 26.0f : 0.0f;
  input.notice_height = session.notices().empty() ? 10.0f : 38.0f;
  input.open = state_.open;
  input.pads_height = state_.pads ? pads_height(narrow) : 0.0f;
  if (narrow && state_.reveal) state_.tab = tab_of(*state_.reveal);
  input.tab = state_.tab;
  layout_ = make_layout(input);
  scroll(layout_);
  const Layout unscrolled = layout_;
  scroll_layout(layout_, state_.left_scroll, state_.right_scroll);
  session.midi().show_on_pads(layout_.grid.scrolls ? layout_.grid.visible().first : 0);

  const Rect page{0, 0, width, height};
  Frame frame{session, widgets_, input_, layout_, state_, now_ms};
  widgets_.begin_frame(&input_, now_ms);
  written_.clear();
  begin_layer("desk", ImGuiWindowFlags_NoBringToFrontOnFocus);
  widgets_.use(layer_painter(ImGui::GetWindowDrawList(), look_));
  draw_columns(frame);
  draw_transport_bar(frame);
  draw_pads(frame);
  draw_foot_tabs(frame);
  draw_notices(frame);
  // A finger needs no bar to scroll by.
  if (!input_.touching()) draw_scroll_bar(frame.paint(), unscrolled.left, unscrolled.left_height, state_.left_scroll);
  draw_scroll_bar(frame.paint(), unscrolled.right, unscrolled.right_height, state_.right_scroll);
  if (!frame.narrow()) draw_hint(frame, page);
  ImGui::End();
  draw_layers(frame, page);
  layer_painter(ImGui::GetForegroundDrawList(), look_);
  widgets_.end_frame(page);
  if (gesture_ends_) session.end_gesture();
  gesture_ends_ = false;
}

void Ui::draw_columns(Frame& frame) {
  const Layout& layout = frame.layout;
  // Outlines reach a few pixels out of the columns.
  const float top = layout.bar.bottom();
  const float bottom = layout.status.y;
  const auto column = [&](const Rect& rect) { return Rect{rect.x - 6.0f, top, rect.w + 12.0f, bottom - top}; };
  widgets_.push_clip(column(layout.left));
  grid_.draw(frame);
  draw_why_lane(frame);
  draw_policy(frame, waterfall_);
  draw_network(frame);
  draw_evaluate_panel(frame);
  if (layout.narrow) draw_hint(frame, {});
  if (!layout.narrow) {
    widgets_.pop_clip();
    widgets_.push_clip(column(layout.right));
  }
  if (!layout.narrow) widgets_.tips_left_of(layout.right.x);
  draw_train_panel(frame);
  draw_reward_panel(frame);
  if (!layout.narrow) paint_tabs(frame);
  draw_sounds_panel(frame);
  draw_groove_panel(frame);
  draw_midi_panel(frame);
  draw_agent_panel(frame);
  draw_settings_panel(frame);
  widgets_.tips_left_of(std::nullopt);
  widgets_.pop_clip();
}

void Ui::draw_layers(Frame& frame, const Rect& page) {
  if (state_.popup.kind != PopupKind::none) {
    begin_layer("popup", ImGuiWindowFlags_None);
    widgets_.use(layer_painter(ImGui::GetWindowDrawList(), look_));
    draw_popup(frame, page);
    end_layer(state_.popup.kind != PopupKind::none);
  }
  if (state_.learn_mode) {
    begin_layer("learn", ImGuiWindowFlags_None);
    widgets_.use(layer_painter(ImGui::GetWindowDrawList(), look_));
    draw_learn_layer(frame, page);
    end_layer(state_.learn_mode);
  }
  if (state_.help_open) {
    begin_layer("help", ImGuiWindowFlags_None);
    widgets_.use(layer_painter(ImGui::GetWindowDrawList(), look_));
    draw_help(frame, page);
    end_layer(state_.help_open);
  }
}

// What the wheel and a finger moved since the last frame, as far as no control took it.
void Ui::scroll(const Layout& unscrolled) {
  const auto move = [&](Point from, float by) {
    if (by == 0.0f) return;
    const bool on_right = !unscrolled.narrow && from.x >= unscrolled.right.x - 8.0f;
    (on_right ? state_.right_scroll : state_.left_scroll) += by;
  };
  Point from;
  const float finger = input_.scroll(&from);
  move(from, finger);
  const float wheel = input_.wheel_at(&from);
  if (!grid_.takes_wheel()) move(from, wheel);
  if (state_.reveal) {
    const Rect& opened = unscrolled.panel(*state_.reveal).rect;
    const bool in_left = unscrolled.narrow || *state_.reveal == Panel::evaluate || *state_.reveal == Panel::policy ||
                         *state_.reveal == Panel::network;
    float& offset = in_left ? state_.left_scroll : state_.right_scroll;
    const float view = in_left ? unscrolled.left.h : unscrolled.right.h;
    // As far down as shows its end, but never past its header.
    offset = std::min(std::max(offset, opened.bottom() - view), opened.y);
    state_.reveal.reset();
  }
  const auto limit = [](float offset, float content, float view) {
    return std::clamp(offset, 0.0f, std::max(0.0f, content - view));
  };
  state_.left_scroll = limit(state_.left_scroll, unscrolled.left_height, unscrolled.left.h);
  state_.right_scroll = limit(state_.right_scroll, unscrolled.right_height, unscrolled.right.h);
}

// What the wheel and pinches do to a grid that scrolls.
void Ui::move_view(const session::Session& session) {
  const GridLayout& grid = layout_.grid;  // of the last frame
  if (!grid.scrolls || grid.steps != session.document().pattern().steps()) return;
  GridView& view = state_.views[static_cast<std::size_t>(session.document().slot)];
  Point at;
  const float by = input_.wheel_x_at(&at);
  if (by != 0.0f && grid.area.contains(at)) {
    view = scrolled(grid.place(), std::move(view), by);
    if (session.playing()) state_.follow = false;
  }
  const float zoom = input_.zoom_at(&at);
  if (zoom != 1.0f) view = zoomed(grid.place(), std::move(view), 1.0 / static_cast<double>(zoom), at.x);
}

// Bar after bar, not step after step: what stands still can be read and drawn into.
void Ui::follow_playhead(const session::Session& session, double now_ms) {
  const auto step = session.player().playing_step(now_ms);
  const GridLayout& grid = layout_.grid;  // of the last frame
  if (!state_.follow || !step || !grid.scrolls || *step >= grid.steps) return;
  GridView& view = state_.views[static_cast<std::size_t>(session.document().slot)];
  view = revealed(grid.place(), std::move(view), *step);
}

bool Ui::zoom(Point at, float factor) {
  const GridLayout& grid = layout_.grid;
  if (state_.popup.kind != PopupKind::none || state_.help_open || state_.learn_mode) return false;
  if (!grid.scrolls || !grid.area.contains(at) || at.y < layout_.bar.bottom()) return false;
  input_.zoom(at, factor);
  return true;
}

void Ui::advance_hint(const session::Session& session) {
  if (state_.hint == Hint::none) return;
  const bool back_again = session.agent() && session.agent()->origin == session::AgentOrigin::stored;
  const bool trained = session.coach().training().status != session::TrainingStatus::idle;
  const bool past_draw = state_.hint == Hint::reward || state_.hint == Hint::train;
  if (back_again || (trained && past_draw)) state_.hint = Hint::none;
  if (state_.hint == Hint::reward && session.document().part().reward != hinted_reward_) state_.hint = Hint::train;
  if (state_.hint == Hint::play && session.playing()) state_.hint = Hint::draw;
  if (state_.hint == Hint::draw && grid_.painted()) {
    state_.hint = trained ? Hint::none : Hint::reward;
    hinted_reward_ = session.document().part().reward;
  }
}

void Ui::text(std::string_view utf8) {
  widgets_.commit_entry(std::string(utf8));
  forced_frames_ = 3;
}

void Ui::focus(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
  if (!focused) input_.let_go();
  forced_frames_ = 2;
}

void Ui::text_picture(int id, TextPicture picture, std::span<const std::uint8_t> pixels) {
  const std::size_t size = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4;
  if (size > 0 && pixels.size() >= size) {
    picture.texture = Renderer::make_picture(picture.width, picture.height, pixels.data());
  }
  if (!browser_text_.answer(id, picture)) Renderer::drop_pictures({&picture.texture, 1});
  forced_frames_ = std::max(forced_frames_, 1);
}

}  // namespace ui
