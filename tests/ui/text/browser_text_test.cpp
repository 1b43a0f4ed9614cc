// Pictures of text: asked for once, kept while they are drawn.
#include "ui/text/browser_text.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using ui::BrowserText;
using ui::TextPicture;
using ui::WantedText;

WantedText wanted(const std::string& text) { return {.text = text, .size_px = 13.0f}; }

TEST_CASE("a text is asked for once for each size, weight and limit, and found when its picture has come") {
  BrowserText texts;
  for (const char* name : {"日本語", "שלום", "🥁", "é"}) {
    CHECK(texts.find(wanted(name)) == nullptr);
    CHECK(texts.find(wanted(name)) == nullptr);
    const auto questions = texts.take_questions();
    REQUIRE(questions.size() == 1);
    CHECK(questions[0].wanted.text == name);
    CHECK(texts.take_questions().empty());
    REQUIRE(texts.answer(questions[0].id, {.texture = 7, .width = 40, .height = 16, .advance = 39.5f}));
    const TextPicture* picture = texts.find(wanted(name));
    REQUIRE(picture != nullptr);
    CHECK(picture->texture == 7);
    CHECK(picture->advance == 39.5f);
  }
  texts.find({.text = "日本語", .size_px = 26.0f});
  texts.find({.text = "日本語", .size_px = 13.0f, .semi_bold = true});
  texts.find({.text = "日本語", .size_px = 13.0f, .limit_px = 30});
  CHECK(texts.take_questions().size() == 3);
}

TEST_CASE("an answer that nobody waits for is refused, so that its texture can be let go") {
  BrowserText texts;
  texts.find(wanted("日本語"));
  const int id = texts.take_questions()[0].id;
  CHECK_FALSE(texts.answer(id + 1, {.texture = 1}));
  CHECK(texts.answer(id, {.texture = 1}));
  CHECK_FALSE(texts.answer(id, {.texture = 2}));
  CHECK(texts.forget() == std::vector<unsigned>{1});
  CHECK_FALSE(texts.answer(id, {.texture = 3}));
  CHECK(texts.find(wanted("日本語")) == nullptr);
  CHECK(texts.take_questions().size() == 1);
}

TEST_CASE("what was not drawn for longest makes room, never what is to be seen") {
  BrowserText texts;
  unsigned texture = 0;
  const auto draw = [&](const std::string& text) {
    if (texts.find(wanted(text)) != nullptr) return;
    for (const auto& question : texts.take_questions()) texts.answer(question.id, {.texture = ++texture});
  };
  for (std::size_t i = 0; i < BrowserText::kMost + 50; ++i) draw(std::to_string(i));
  CHECK(texts.end_frame().empty());
  draw("0");
  const auto gone = texts.end_frame();
  CHECK(gone.size() == 50);
  CHECK(texts.size() == BrowserText::kMost);
  CHECK(texts.find(wanted("0")) != nullptr);
}

}  // namespace
