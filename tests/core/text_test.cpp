#include "core/text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using core::clipped;
using core::in_quotes;
using core::printable;
using namespace std::string_literals;

namespace {

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> found;
  for (std::size_t position = 0; position < text.size();) found.push_back(core::next_code_point(text, position));
  return found;
}

}  // namespace

TEST_CASE("text comes apart into its code points") {
  CHECK(code_points("aé日🥁") == std::vector<char32_t>{U'a', U'é', U'日', U'🥁'});
  CHECK(code_points("\u007F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF") ==
        std::vector<char32_t>{0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF});
}

TEST_CASE("a byte that is not UTF-8 is one that has no code point, and the rest is read") {
  constexpr char32_t none = core::kNoCodePoint;
  CHECK(code_points("\xFFz") == std::vector<char32_t>{none, U'z'});
  CHECK(code_points("\xE6\x97") == std::vector<char32_t>{none, none});         // cut
  CHECK(code_points("\xE6z\x97") == std::vector<char32_t>{none, U'z', none});  // broken
  CHECK(code_points("\xC0\xAF") == std::vector<char32_t>{none, none});         // an overlong slash
  CHECK(code_points("\xE0\x80\xAF") == std::vector<char32_t>{none, none, none});
  CHECK(code_points("\xED\xA0\x80") == std::vector<char32_t>{none, none, none});            // a surrogate
  CHECK(code_points("\xF4\x90\x80\x80") == std::vector<char32_t>{none, none, none, none});  // beyond the last
}

TEST_CASE("text is cut between code points, never inside one") {
  CHECK(clipped("日本", 6) == "日本");
  CHECK(clipped("日本", 5) == "日");
  CHECK(clipped("日本", 2).empty());
  CHECK(clipped("🥁", 3).empty());
  CHECK(clipped("\x80\x80\x80", 2).empty());  // nothing but continuations
}

TEST_CASE("text of every script is printable as it is") {
  for (const char* text :
       {"", "Späte Antwort", "夜のスネア", "תשובה", "ليل", "ड्रम", "👩🏽‍🎤🥁", "a\\b", "20 %"}) {
    CHECK(printable(text) == text);
  }
}

TEST_CASE("what acts on a terminal or on the words around it is spelled out") {
  CHECK(printable("\x1b[2J\x1b]0;title\x07") == "\\u001b[2J\\u001b]0;title\\u0007");
  CHECK(printable("\u009b31m") == "\\u009b31m");  // the one-character form of ESC [
  CHECK(printable("one\ntwo\tthree\r") == "one\\ntwo\\tthree\\u000d");
  CHECK(printable("\u202Egnp.exe\u2066x\u2069\u200F\u061C") == "\\u202egnp.exe\\u2066x\\u2069\\u200f\\u061c");
  CHECK(printable("a\u2028b\u2029c\uFEFF") == "a\\u2028b\\u2029c\\ufeff");
  CHECK(printable("nul\0del\x7f"s) == "nul\\u0000del\\u007f");
  CHECK(printable("\xff\x9b[m") == "\\xff\\x9b[m");  // 0x9b alone is a control on a terminal that is not UTF-8
}

TEST_CASE("text in quotes is short and printable") {
  CHECK(in_quotes("lhl") == "\"lhl\"");
  CHECK(in_quotes("a\nb") == "\"a\\nb\"");
  CHECK(in_quotes("日本語", 6) == "\"日本…\"");
  CHECK(in_quotes(std::string(50, 'x')) == "\"" + std::string(40, 'x') + "…\"");
}
