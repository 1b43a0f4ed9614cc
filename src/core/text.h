// Text from outside (files, arguments, messages) as UTF-8: taken apart, cut, and made harmless to print.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace core {

// What next_code_point gives for a byte that is not part of valid UTF-8 (the replacement character's own value is a
// character that text may well have).
inline constexpr char32_t kNoCodePoint = 0xFFFFFFFFU;

// The code point at `position`, which moves behind it: behind one byte if that is not UTF-8 (cut, overlong, a
// surrogate, beyond U+10FFFF). position < utf8.size().
char32_t next_code_point(std::string_view utf8, std::size_t& position);

// At most `limit` bytes, cut at a code point's boundary.
std::string clipped(std::string_view utf8, std::size_t limit);

// The text as one line that is safe on a terminal and in a sentence: control characters (escape sequences begin with
// one), line and paragraph separators and those that turn the direction of what follows become \n, \t or \u001b, bytes
// that are not UTF-8 \xff. Everything else, of any script, stays.
std::string printable(std::string_view text);

// "text" in quotes for a sentence: printable, and cut after `limit` bytes of it with an ellipsis.
std::string in_quotes(std::string_view text, std::size_t limit = 40);

// "a, b, c" of what `name` says of each, for a sentence.
template <class Items, class Name = std::identity>
std::string listed(const Items& items, Name name = {}) {
  std::string text;
  for (const auto& item : items) {
    if (!text.empty()) text += ", ";
    text += std::invoke(name, item);
  }
  return text;
}

}  // namespace core
