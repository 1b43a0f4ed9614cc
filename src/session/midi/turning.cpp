#include "session/midi/turning.h"

namespace session {
namespace {

constexpr int kMiddle = 64;
constexpr int kReach = 9;    // encoders that are turned fast say up to so many steps at once
constexpr int kTelling = 3;  // so many equal values in a row are an encoder's: a knob says what has changed
constexpr int kRising = 4;   // so many different ones close together are a knob's that passes by
constexpr int kWrap = 128;   // of two's complement in seven bits

}  // namespace

int turned_by(Turns turns, int value) {
  switch (turns) {
    case Turns::absolute:
      return 0;
    case Turns::twos_complement:  // 1 forward, 127 back
      return value < kMiddle ? value : value - kWrap;
    case Turns::binary_offset:  // 65 forward, 63 back
      return value - kMiddle;
    case Turns::sign_magnitude:  // 1 forward, 65 back
      return value < kMiddle ? value : kMiddle - value;
  }
  return 0;
}

TurnWatch::Zone TurnWatch::zone_of(int value) {
  if (value >= 1 && value <= kReach) return Zone::low;
  if (value >= kMiddle - kReach && value < kMiddle) return Zone::below_middle;
  if (value > kMiddle && value <= kMiddle + kReach) return Zone::above_middle;
  if (value >= kWrap - kReach && value < kWrap) return Zone::high;
  return Zone::none;
}

TurnWatch::Zone TurnWatch::opposite(Zone zone) {
  if (zone == Zone::low) return Zone::high;
  return zone == Zone::high ? Zone::low : Zone::none;
}

// 1 may begin two of the ways and 65 the two others, which agree until they turn back.
Turns TurnWatch::endless() const {
  if (high_) return Turns::twos_complement;
  if (below_middle_) return Turns::binary_offset;
  if (low_) return above_middle_ ? Turns::sign_magnitude : Turns::twos_complement;
  return Turns::binary_offset;
}

std::optional<Turns> TurnWatch::take(int value) {
  const Zone zone = zone_of(value);
  if (zone == Zone::none) return relative_ ? std::optional(endless()) : Turns::absolute;
  low_ |= zone == Zone::low;
  below_middle_ |= zone == Zone::below_middle;
  above_middle_ |= zone == Zone::above_middle;
  high_ |= zone == Zone::high;
  const Zone before = last_ < 0 ? zone : zone_of(last_);
  // No knob jumps from one end to the other in a message; over the middle a fast one may, but not there and back.
  constexpr int kEnough = 2;
  if (before != zone) crossings_ += before == opposite(zone) ? kEnough : 1;
  equal_ = value == last_ ? equal_ + 1 : 1;
  rising_ = value == last_ ? 1 : rising_ + 1;
  last_ = value;
  relative_ |= crossings_ >= kEnough || equal_ >= kTelling;
  if (relative_) return endless();
  if (rising_ >= kRising) return Turns::absolute;
  return std::nullopt;
}

}  // namespace session
