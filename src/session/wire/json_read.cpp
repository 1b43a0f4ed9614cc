#include "session/wire/json_read.h"

#include <cmath>
#include <limits>

namespace session {
namespace {

std::unexpected<core::Error> wrong(const char* key, const char* kind) {
  return core::fail("\"" + std::string(key) + "\" should be " + kind + ".");
}

}  // namespace

const Json* find(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(key);
  return it == object.end() ? nullptr : &*it;
}

core::Result<double> read_number(const Json& object, const char* key) {
  const Json* value = find(object, key);
  if (value == nullptr || !value->is_number()) return wrong(key, "a number");
  const double number = value->get<double>();
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
  const Json* value = find(object, key);
  if (value == nullptr || !value->is_boolean()) return wrong(key, "true or false");
  return value->get<bool>();
}

core::Result<std::string> read_text(const Json& object, const char* key) {
  const Json* value = find(object, key);
  if (value == nullptr || !value->is_string()) return wrong(key, "a text");
  return value->get<std::string>();
}

core::Result<rhythm::Row> read_row(const Json& object, const char* key) {
  const Json* value = find(object, key);
  if (value != nullptr && value->is_string()) return rhythm::parse_row(value->get_ref<const std::string&>());
  if (value == nullptr || !value->is_array()) return wrong(key, "a text such as \"x...x...\" or a list of velocities");
  if (value->size() < rhythm::kMinSteps || value->size() > rhythm::kMaxSteps) {
    return core::fail("A pattern has from " + std::to_string(rhythm::kMinSteps) + " to " +
                      std::to_string(rhythm::kMaxSteps) + " steps; this one has " + std::to_string(value->size()) +
                      ".");
  }
  rhythm::Row row;
  for (const Json& cell : *value) {
    const double velocity = cell.is_number() ? cell.get<double>() : -1.0;
    if (!(velocity >= 0.0 && velocity <= 127.0 && velocity == std::floor(velocity))) {
      return core::fail("A velocity is a whole number from 0 to 127.");
    }
    row.push_back(static_cast<std::uint8_t>(velocity));
  }
  return row;
}

core::Result<std::vector<int>> read_ints(const Json& object, const char* key) {
  constexpr std::size_t kMost = 1000;
  const Json* value = find(object, key);
  if (value == nullptr || !value->is_array() || value->size() > kMost) return wrong(key, "a list of whole numbers");
  std::vector<int> numbers;
  for (const Json& each : *value) {
    const double number = each.is_number() ? each.get<double>() : 0.5;
    if (!(std::fabs(number) <= std::numeric_limits<int>::max() && number == std::floor(number))) {
      return wrong(key, "a list of whole numbers");
    }
    numbers.push_back(static_cast<int>(number));
  }
  return numbers;
}

std::string to_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace session
