#include "core/json.h"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

namespace core {
namespace {

using Library = nlohmann::ordered_json;

// Deeper than anything that this project writes, and far from what would exhaust the stack.
constexpr std::size_t kMaxDepth = 64;

// Builds a Json from the parser's events; each returns whether to go on.
class Builder {
 public:
  Json take() { return std::move(root_); }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) {
    return value <= INT64_MAX ? add(static_cast<std::int64_t>(value)) : add(static_cast<double>(value));
  }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool key(std::string& key) {
    keys_.back() = std::move(key);
    return true;
  }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

 private:
  bool open(Json container) {
    if (open_.size() == kMaxDepth) return false;
    open_.push_back(std::move(container));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    Json container = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return add(std::move(container));
  }

  bool add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      open_.back()[keys_.back()] = std::move(value);  // of two members of one name the last counts
    }
    return true;
  }

  std::vector<Json> open_;         // containers that are not finished, outermost first
  std::vector<std::string> keys_;  // (open_) the member that comes next
  Json root_;
};

Library to_library(const Json& json) {
  if (json.is_boolean()) return json.boolean();
  if (json.is_integer()) return json.integer();
  if (json.is_number()) return json.number();
  if (json.is_string()) return json.text();
  if (json.is_array()) {
    Library array = Library::array();
    for (const Json& element : json) array.push_back(to_library(element));
    return array;
  }
  if (!json.is_object()) return nullptr;
  Library object = Library::object();
  for (const auto& [key, value] : json.items()) object[key] = to_library(value);
  return object;
}

}  // namespace

Json::Json(std::string text) : kind_(Kind::string), text_(std::move(text)) {}

Json::Json(std::initializer_list<Json> list) {
  const bool is_object = std::ranges::all_of(list, [](const Json& element) {
    return element.is_array() && element.size() == 2 && element.elements().front().is_string();
  });
  kind_ = is_object ? Kind::object : Kind::array;
  if (!is_object) {
    elements_ = list;
    return;
  }
  for (const Json& element : list) (*this)[element.elements()[0].text()] = element.elements()[1];
}

Json Json::array(std::initializer_list<Json> list) {
  Json json(Kind::array);
  json.elements_ = list;
  return json;
}

Json Json::object() { return Json(Kind::object); }

Json Json::parse(std::string_view text) {
  Builder builder;
  if (!Library::sax_parse(text, &builder)) return Json(Kind::invalid);
  return builder.take();
}

std::string Json::dump() const { return to_library(*this).dump(-1, ' ', false, Library::error_handler_t::replace); }

bool Json::boolean() const {
  assert(is_boolean());
  return integer_ != 0;
}

double Json::number() const {
  assert(is_number());
  return is_integer() ? static_cast<double>(integer_) : number_;
}

std::int64_t Json::integer() const {
  assert(is_integer());
  return integer_;
}

const std::string& Json::text() const {
  assert(is_string());
  return text_;
}

std::vector<Json::Item> Json::items() const {
  std::vector<Item> items;
  items.reserve(keys_.size());
  for (std::size_t i = 0; i < keys_.size(); ++i) items.push_back({keys_[i], elements_[i]});
  return items;
}

const Json* Json::find(std::string_view key) const {
  const auto found = std::ranges::find(keys_, key);
  return found == keys_.end() ? nullptr : &elements_[static_cast<std::size_t>(found - keys_.begin())];
}

const Json& Json::at(std::string_view key) const {
  static const Json null;
  const Json* found = find(key);
  return found == nullptr ? null : *found;
}

Json& Json::operator[](std::string_view key) {
  if (is_null()) kind_ = Kind::object;
  assert(is_object());
  const auto found = std::ranges::find(keys_, key);
  if (found != keys_.end()) return elements_[static_cast<std::size_t>(found - keys_.begin())];
  keys_.emplace_back(key);
  return elements_.emplace_back();
}

void Json::push_back(Json value) {
  if (is_null()) kind_ = Kind::array;
  assert(is_array());
  elements_.push_back(std::move(value));
}

void Json::update(const Json& other) {
  for (const auto& [key, value] : other.items()) (*this)[key] = value;
}

bool operator==(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    return a.is_integer() && b.is_integer() ? a.integer_ == b.integer_ : a.number() == b.number();
  }
  if (a.kind_ != b.kind_) return false;
  if (!a.is_object()) return a.integer_ == b.integer_ && a.text_ == b.text_ && a.elements_ == b.elements_;
  return a.size() == b.size() && std::ranges::all_of(a.keys_, [&](const std::string& key) {
           const Json* other = b.find(key);
           return other != nullptr && *other == a.at(key);
         });
}

}  // namespace core
