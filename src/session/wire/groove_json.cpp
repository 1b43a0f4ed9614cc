#include "session/wire/groove_json.h"

#include <utility>

#include "session/song/edit.h"
#include "session/wire/parts_json.h"
#include "session/wire/slot_json.h"

namespace session {
namespace {

// Raised when an older page could not read what we write.
constexpr int kGrooveVersion = 1;

core::Status read_sounds_along(const Json& json, Document& document) {
  const Json* sounds = json.find("sounds");
  if (sounds == nullptr) return {};
  for (int voice = 0; voice < kVoices; ++voice) {
    const Json* each = sounds->find(voice_key(voice));
    if (each == nullptr) continue;
    const auto sound = read_sound(*each, {});
    if (!sound) return core::fail(sound.error().message);
    if (auto status = set_sound(document, voice, *sound); !status) return status;
  }
  return {};
}

// Whoever made a file of notes alone played all of them.
void take_rows_for_hand_made(Slot& slot, const Slot& shown) {
  slot.parts = shown.parts;
  slot.shown_part = shown.shown_part;
  for (Part& part : slot.parts) {
    const bool brought = slot.pattern.onset_count(part.voice) > 0;
    part.locks.assign(static_cast<std::size_t>(slot.steps()), brought ? 1 : 0);
  }
}

}  // namespace

Json groove_along_json(const Document& document) {
  Slot slot = document.current();
  slot.feel = document.feel();
  Json json = slot_json(slot);
  json.update(parts_json(slot));
  return {{"version", kGrooveVersion},
          {"slot", std::move(json)},
          {"sounds", sounds_json(document)},
          {"drive", document.drive}};
}

core::Status open_groove(const Json& json, Document& document) {
  const auto version = read_int(json, "version");
  if (!version || *version < 1) return core::fail("That is no groove: it has no version.");
  if (*version > kGrooveVersion) {
    return core::fail("That groove comes from a newer version of this page: reload the page.");
  }
  const Json* slot_json = json.find("slot");
  if (slot_json == nullptr) return core::fail("That groove has no pattern.");
  auto slot = read_slot(*slot_json);
  if (!slot) return core::fail("That groove is damaged: " + slot.error().message);
  if (slot_json->find("parts") != nullptr) {
    if (auto status = read_parts(*slot_json, *slot); !status) {
      return core::fail("That groove is damaged: " + status.error().message);
    }
  } else {
    take_rows_for_hand_made(*slot, document.current());
  }
  if (auto status = read_sounds_along(json, document); !status) return status;
  if (json.find("drive") != nullptr) {
    const auto drive = read_number(json, "drive");
    if (!drive) return core::fail(drive.error().message);
    if (auto status = set_drive(document, *drive); !status) return status;
  }
  document.current() = std::move(*slot);
  spread_wishes(document);
  document.follow_length();
  return {};
}

}  // namespace session
