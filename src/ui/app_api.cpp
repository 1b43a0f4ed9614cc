// The app program's C interface: what web/app.js calls. The one static object of the program lives here.
//
// Strings are UTF-8; a returned string stays valid until the next call of the same function. Times are the page's
// performance.now() in milliseconds, lengths are CSS pixels.
#include <emscripten.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sequencer/midi_parser.h"
#include "session/session.h"
#include "session/wire/commands.h"
#include "session/wire/requests_json.h"
#include "ui/ui.h"

namespace {

struct App {
  session::Session session;
  std::unique_ptr<ui::Ui> ui;  // absent until app_start, and without WebGL2
  std::string error;

  std::vector<std::uint8_t> inbox;
  std::vector<std::uint8_t> bytes;  // that the last command gave
  std::vector<double> events;
  std::string reply;
  std::string outbox;
  std::string widgets;
  std::string texts;
  std::string desk;
  std::string entry;
  std::string wanted_texts;
};

App& app() {
  static App instance;
  return instance;
}

bool drawable() { return app().ui && app().ui->ready(); }

}  // namespace

extern "C" {

// 1, or 0 and app_error() says why nothing can be drawn; everything that draws nothing works all the same.
EMSCRIPTEN_KEEPALIVE int app_start(const char* canvas_selector) {
  auto made = std::make_unique<ui::Ui>();
  if (!made->start(canvas_selector)) {
    app().error = made->error();
    return 0;
  }
  app().ui = std::move(made);
  return 1;
}

EMSCRIPTEN_KEEPALIVE const char* app_error() { return app().error.c_str(); }

EMSCRIPTEN_KEEPALIVE void app_frame(double now_ms, double css_width, double css_height, double pixel_ratio) {
  if (!app().ui) {
    app().session.advance(now_ms);
    return;
  }
  app().ui->frame(app().session, now_ms, static_cast<float>(css_width), static_cast<float>(css_height),
                  static_cast<float>(pixel_ratio));
}

EMSCRIPTEN_KEEPALIVE int app_wants_frame() { return app().ui && app().ui->wants_frame(app().session) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE void app_context_lost() {
  if (app().ui) app().ui->context_lost();
}

EMSCRIPTEN_KEEPALIVE int app_context_restored() {
  if (!app().ui) return 0;
  app().ui->context_restored();
  return 1;
}

// phase: 0 move, 1 down, 2 up, 3 cancel, 4 leave; kind: 0 mouse, 1 touch, 2 pen; button: 0 left, 1 middle, 2 right.
EMSCRIPTEN_KEEPALIVE void app_pointer(int phase, int kind, double x, double y, int button, int modifiers,
                                      double now_ms) {
  if (!drawable() || phase < 0 || phase > 4 || kind < 0 || kind > 2) return;
  app().ui->pointer({static_cast<ui::PointerPhase>(phase),
                     static_cast<ui::PointerKind>(kind),
                     {static_cast<float>(x), static_cast<float>(y)},
                     button,
                     modifiers,
                     now_ms});
}

// A pointer comes down: 1 if it strikes a pad, and is then nobody else's.
EMSCRIPTEN_KEEPALIVE int app_strike(double x, double y, double now_ms) {
  if (!drawable()) return 0;
  return app().ui->strike(app().session, {static_cast<float>(x), static_cast<float>(y)}, now_ms) ? 1 : 0;
}

// The voice whose row is there, -1 if none is.
EMSCRIPTEN_KEEPALIVE int app_voice_named_at(double x, double y) {
  return drawable() ? app().ui->voice_named_at({static_cast<float>(x), static_cast<float>(y)}).value_or(-1) : -1;
}

EMSCRIPTEN_KEEPALIVE int app_voice_at(double x, double y) {
  return drawable() ? app().ui->voice_at({static_cast<float>(x), static_cast<float>(y)}).value_or(-1) : -1;
}

EMSCRIPTEN_KEEPALIVE void app_wheel(double x, double y, double dx, double dy) {
  if (drawable()) {
    app().ui->wheel({static_cast<float>(x), static_cast<float>(y)}, static_cast<float>(dx), static_cast<float>(dy));
  }
}

// 1 if there is something at this point that can be made `factor` times as large.
EMSCRIPTEN_KEEPALIVE int app_zoom(double x, double y, double factor) {
  if (!drawable() || !(factor > 0.01 && factor < 100.0)) return 0;
  return app().ui->zoom({static_cast<float>(x), static_cast<float>(y)}, static_cast<float>(factor)) ? 1 : 0;
}

// code: as web/keys.js names keys; modifiers: 1 shift, 2 ctrl, 4 alt, 8 meta. 1 if the key was used.
EMSCRIPTEN_KEEPALIVE int app_key(const char* code, int down, int modifiers) {
  if (!drawable() || !down) return 0;
  return app().ui->key(app().session, code, modifiers, emscripten_get_now()) ? 1 : 0;
}

// What was typed for the value that app_wants_text() named.
EMSCRIPTEN_KEEPALIVE void app_text(const char* utf8) {
  if (drawable()) app().ui->text(utf8);
}

// Whether the person's system asks for less motion.
EMSCRIPTEN_KEEPALIVE void app_reduced_motion(int reduced) {
  if (drawable()) app().ui->set_reduced_motion(reduced != 0);
}

EMSCRIPTEN_KEEPALIVE void app_focus(int focused) {
  if (drawable()) app().ui->focus(focused != 0);
}

// JSON: [{id, text, size, bold, limit}, …] of texts to be drawn by the browser, since the last call.
EMSCRIPTEN_KEEPALIVE const char* app_wanted_texts() {
  app().wanted_texts = drawable() ? app().ui->wanted_texts_json() : "[]";
  return app().wanted_texts.c_str();
}

// The picture of one of them: width * height * 4 bytes in app_inbox(), lengths in device pixels.
EMSCRIPTEN_KEEPALIVE void app_text_picture(int id, int width, int height, int left, int baseline, double advance) {
  constexpr int kMostPixels = 8192;
  const auto fits = [](int length) { return length >= 0 && length <= kMostPixels; };
  if (drawable() && fits(width) && fits(height)) {
    app().ui->text_picture(
        id,
        {.width = width, .height = height, .left = left, .baseline = baseline, .advance = static_cast<float>(advance)},
        app().inbox);
  }
  app().inbox.clear();
}

EMSCRIPTEN_KEEPALIVE const char* app_cursor() { return app().ui ? app().ui->cursor() : "default"; }

// JSON: null, or {name, rect, value, label, numeric} of the value to be typed.
EMSCRIPTEN_KEEPALIVE const char* app_wants_text() {
  app().entry = app().ui ? app().ui->entry_json() : "null";
  return app().entry.c_str();
}

EMSCRIPTEN_KEEPALIVE const char* app_command(const char* json) {
  app().reply = session::run_command(app().session, json, emscripten_get_now(), app().inbox, app().bytes);
  app().inbox.clear();
  return app().reply.c_str();
}

EMSCRIPTEN_KEEPALIVE const char* app_outbox() {
  app().outbox = session::requests_json(app().session.take_requests());
  return app().outbox.c_str();
}

// Room for `size` bytes that go with the next command.
EMSCRIPTEN_KEEPALIVE std::uint8_t* app_inbox(int size) {
  app().inbox.assign(static_cast<std::size_t>(size > 0 ? size : 0), 0);
  return app().inbox.data();
}

// Bytes that the last command made.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* app_bytes() { return app().bytes.data(); }
EMSCRIPTEN_KEEPALIVE int app_bytes_size() { return static_cast<int>(app().bytes.size()); }

// The number of events from where the last call ended to now + horizon; app_events() has them one after the other, each
// as time_ms, kind, voice, velocity, duration_ms, kit and how many MIDI bytes follow: 0 to 3.
EMSCRIPTEN_KEEPALIVE int app_schedule(double now_ms, double horizon_ms) {
  std::vector<double>& out = app().events;
  out.clear();
  const auto events = app().session.schedule(now_ms, horizon_ms);
  for (const auto& event : events) {
    const int length = event.kind == sequencer::EventKind::midi ? sequencer::message_length(event.bytes[0]) : 0;
    out.insert(out.end(), {event.time_ms, static_cast<double>(event.kind), static_cast<double>(event.voice),
                           static_cast<double>(event.velocity), event.duration_ms, static_cast<double>(event.kit),
                           static_cast<double>(length)});
    out.insert(out.end(), event.bytes.begin(), event.bytes.begin() + length);
  }
  return static_cast<int>(events.size());
}

EMSCRIPTEN_KEEPALIVE const double* app_events() { return app().events.data(); }

// JSON: the name of each control of the last frame -> [x, y, width, height].
EMSCRIPTEN_KEEPALIVE const char* app_widgets() {
  app().widgets = app().ui ? app().ui->widgets_json() : "{}";
  return app().widgets.c_str();
}

// JSON: what a person chose of the desk (ui/ui.h), for the next visit, and back.
EMSCRIPTEN_KEEPALIVE const char* app_desk() {
  app().desk = app().ui ? app().ui->desk_json() : "{}";
  return app().desk.c_str();
}
EMSCRIPTEN_KEEPALIVE void app_restore_desk(const char* json) {
  if (app().ui) app().ui->restore_desk(json);
}

// JSON: the texts of the last frame, [{text, rect, visible, layer, shortened}, …]; noted from the first call on.
EMSCRIPTEN_KEEPALIVE const char* app_texts() {
  app().texts = app().ui ? app().ui->texts_json() : "[]";
  return app().texts.c_str();
}

}  // extern "C"
