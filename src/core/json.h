// JSON values, and the one place where the project meets its JSON library.
//
// The library's header costs every file that sees it seconds to compile, so only json.cpp does: it parses and writes.
// A Json is a plain value; an object keeps the order in which its members came.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace core {

class Json {
 public:
  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(std::same_as<bool> auto value) : kind_(Kind::boolean), integer_(value) {}
  Json(std::integral auto value)
    requires(!std::same_as<decltype(value), bool>)
      : kind_(Kind::integer), integer_(static_cast<std::int64_t>(value)) {}
  Json(std::floating_point auto value) : kind_(Kind::number), number_(static_cast<double>(value)) {}
  Json(const char* text) : Json(std::string(text)) {}
  Json(std::string_view text) : Json(std::string(text)) {}
  Json(std::string text);
  template <class T>
  Json(const std::vector<T>& values) : Json(array()) {
    for (const T& value : values) push_back(value);
  }
  // {{"tempo", 120}, {"on", true}} is an object: a list of which every element is a text and a value. Any other is an
  // array; where that may be in doubt, array() and object() say it.
  Json(std::initializer_list<Json> list);

  static Json array(std::initializer_list<Json> list = {});
  static Json object();

  // Text that is not JSON gives a value that is of no type at all, not even null.
  static Json parse(std::string_view text);

  // As text without white space. Bytes in strings that are not UTF-8 are replaced; numbers that JSON does not have
  // become null.
  std::string dump() const;

  bool is_null() const { return kind_ == Kind::null; }
  bool is_boolean() const { return kind_ == Kind::boolean; }
  bool is_integer() const { return kind_ == Kind::integer; }
  bool is_number() const { return kind_ == Kind::integer || kind_ == Kind::number; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }

  // Only of a value of that type.
  bool boolean() const;
  double number() const;  // of an integer, too
  std::int64_t integer() const;
  const std::string& text() const;

  // The elements of an array, or the values of an object's members; none of anything else.
  const std::vector<Json>& elements() const { return elements_; }
  // The members of an object, to be gone through: for (const auto& [key, value] : json.items()). Valid while the object
  // is. None of anything else.
  struct Item {
    const std::string& key;
    const Json& value;
  };
  std::vector<Item> items() const;
  std::size_t size() const { return elements_.size(); }
  bool empty() const { return elements_.empty(); }
  std::vector<Json>::const_iterator begin() const { return elements_.begin(); }
  std::vector<Json>::const_iterator end() const { return elements_.end(); }

  // The member, or nullptr if it is missing or this is no object.
  const Json* find(std::string_view key) const;
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  // The member, or null if it is missing.
  const Json& at(std::string_view key) const;
  // The member, made if it is missing. Null becomes an object; only for null and objects.
  Json& operator[](std::string_view key);

  // Only for null, which becomes an array, and arrays.
  void push_back(Json value);
  // All members of another object, in place of its own of the same name. Only for objects.
  void update(const Json& other);

  // Numbers are equal if their values are, integer or not; objects whatever the order of their members.
  friend bool operator==(const Json& a, const Json& b);

 private:
  enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object, invalid };

  explicit Json(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;  // of a boolean, too
  double number_ = 0.0;
  std::string text_;
  std::vector<Json> elements_;
  std::vector<std::string> keys_;
};

}  // namespace core
