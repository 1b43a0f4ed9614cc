#include "session/wire/json_read.h"

#include <cmath>
#include <limits>

namespace session {
namespace {

std::unexpected<core::Error> wrong(const char* key, const char* kind) {
  return core::fail("\"" + std::string(key) + "\" should be " + kind + ".");
}

}  // namespace

core::Result<double> read_number(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value == nullptr || !value->is_number()) return wrong(key, "a number");
  const double number = value->number();
  if (!std::isfinite(number)) return wrong(key, "a number");
  return number;
}

core::Result<int> read_int(const Json& object, const char* key) {
  const core::Result<double> number = read_number(object, key);
  if (!number || *number != std::floor(*number) || std::fabs(*number) > std::numeric_limits<int>::max()) {
    return wrong(key, "a whole number");
  }
  return static_cast<int>(*number);
}

core::Result<bool> read_bool(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value == nullptr || !value->is_boolean()) return wrong(key, "true or false");
  return value->boolean();
}

core::Result<std::string> read_text(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value == nullptr || !value->is_string()) return wrong(key, "a text");
  return value->text();
}

core::Result<rhythm::Row> read_row(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value != nullptr && value->is_string()) return rhythm::parse_row(value->text());
  if (value == nullptr || !value->is_array()) return wrong(key, "a text such as \"x...x...\" or a list of velocities");
  if (value->size() < rhythm::kMinSteps || value->size() > rhythm::kMaxSteps) {
    return core::fail("A pattern has from " + std::to_string(rhythm::kMinSteps) + " to " +
                      std::to_string(rhythm::kMaxSteps) + " steps; this one has " + std::to_string(value->size()) +
                      ".");
  }
  rhythm::Row row;
  for (const Json& cell : *value) {
    const double velocity = cell.is_number() ? cell.number() : -1.0;
    if (!(velocity >= 0.0 && velocity <= 127.0 && velocity == std::floor(velocity))) {
      return core::fail("A velocity is a whole number from 0 to 127.");
    }
    row.push_back(static_cast<std::uint8_t>(velocity));
  }
  return row;
}

Json read_written(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value == nullptr) return Json::parse({});
  return value->is_string() ? Json::parse(value->text()) : *value;
}

core::Result<std::vector<int>> read_ints(const Json& object, const char* key) {
  constexpr std::size_t kMost = 1000;
  const Json* value = object.find(key);
  if (value == nullptr || !value->is_array() || value->size() > kMost) return wrong(key, "a list of whole numbers");
  std::vector<int> numbers;
  for (const Json& each : *value) {
    const double number = each.is_number() ? each.number() : 0.5;
    if (!(std::fabs(number) <= std::numeric_limits<int>::max() && number == std::floor(number))) {
      return wrong(key, "a list of whole numbers");
    }
    numbers.push_back(static_cast<int>(number));
  }
  return numbers;
}

}  // namespace session
