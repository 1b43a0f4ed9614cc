#include "core/text.h"

#include <array>
#include <cassert>
#include <cstdint>

namespace core {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that act on what is around them instead of being seen: control characters, marks, embeddings, overrides
// and isolates of the bidirectional algorithm (Unicode Annex 9), separators of lines and paragraphs, the byte order
// mark. Joiners stay: emoji and Indic and Arabic script are written with them.
constexpr std::array kHidden = {Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0x61C, 0x61C},
                                Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2066, 0x2069},
                                Range{0xFEFF, 0xFEFF}};

bool is_hidden(char32_t code_point) {
  for (const Range& range : kHidden) {
    if (code_point >= range.first && code_point <= range.last) return true;
  }
  return false;
}

// Hexadecimal, `digits` of them.
std::string hex(std::uint32_t value, int digits) {
  std::string text;
  for (int digit = digits - 1; digit >= 0; --digit) text += "0123456789abcdef"[value >> (4 * digit) & 0xFU];
  return text;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

char32_t next_code_point(std::string_view utf8, std::size_t& position) {
  assert(position < utf8.size());
  const auto lead = static_cast<unsigned char>(utf8[position++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || utf8.size() - position < more) return kNoCodePoint;
  char32_t code_point = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if (!continues(utf8[position + i])) return kNoCodePoint;
    code_point = code_point << 6U | (static_cast<unsigned char>(utf8[position + i]) & 0x3FU);
  }
  constexpr std::array<char32_t, 4> kSmallest = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[more] || code_point > 0x10FFFF || surrogate) return kNoCodePoint;
  position += more;
  return code_point;
}

std::string clipped(std::string_view utf8, std::size_t limit) {
  if (utf8.size() <= limit) return std::string(utf8);
  while (limit > 0 && continues(utf8[limit])) --limit;
  return std::string(utf8.substr(0, limit));
}

std::string printable(std::string_view text) {
  std::string line;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t code_point = next_code_point(text, position);
    if (code_point == kNoCodePoint) {
      line += "\\x" + hex(static_cast<unsigned char>(text[begin]), 2);
    } else if (code_point == U'\n') {
      line += "\\n";
    } else if (code_point == U'\t') {
      line += "\\t";
    } else if (is_hidden(code_point)) {
      line += "\\u" + hex(static_cast<std::uint32_t>(code_point), 4);
    } else {
      line += text.substr(begin, position - begin);
    }
  }
  return line;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  const std::string start = clipped(text, limit);
  return "\"" + printable(start) + (start.size() < text.size() ? "…\"" : "\"");
}

}  // namespace core
