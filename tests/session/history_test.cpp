#include "session/coach/history.h"

#include <doctest/doctest.h>

#include "session/bench/notices.h"

namespace {

using session::CurveHistory;
using session::CurvePoint;
using session::WaterfallHistory;

TEST_CASE("a short curve keeps every point") {
  CurveHistory curve(4);
  for (int i = 1; i <= 4; ++i) curve.add({.env_steps = i * 10.0, .loss = i * 1.0});
  REQUIRE(curve.points().size() == 4);
  CHECK(curve.points()[2].env_steps == 30.0);
  CHECK(curve.points()[2].loss == 3.0);
}

TEST_CASE("a full curve folds pairs into their means and goes on at half the rate") {
  CurveHistory curve(4);
  for (int i = 1; i <= 6; ++i) curve.add({.env_steps = i * 10.0, .loss = i * 1.0});
  // (1 2) (3 4) (5 6)
  REQUIRE(curve.points().size() == 3);
  CHECK(curve.points()[0].env_steps == 20.0);
  CHECK(curve.points()[0].loss == 1.5);
  CHECK(curve.points()[1].loss == 3.5);
  CHECK(curve.points()[2].env_steps == 60.0);
  CHECK(curve.points()[2].loss == 5.5);
}

TEST_CASE("a curve of any length stays within its bound and spans the whole training") {
  CurveHistory curve(64);
  for (int i = 1; i <= 10000; ++i) {
    curve.add({.env_steps = i * 1.0, .loss = i * 1.0});
    REQUIRE(curve.points().size() <= 64);
    REQUIRE(curve.points().back().env_steps == i * 1.0);
  }
  CHECK(curve.points().size() >= 32);
  CHECK(curve.points().front().env_steps <= 512.0);
  for (std::size_t i = 1; i < curve.points().size(); ++i) {
    CHECK(curve.points()[i].env_steps > curve.points()[i - 1].env_steps);
    CHECK(*curve.points()[i].loss > *curve.points()[i - 1].loss);
  }
}

TEST_CASE("absent numbers do not count in a mean") {
  CurveHistory curve(2);
  curve.add({.env_steps = 1, .final_reward = 0.5});
  curve.add({.env_steps = 2});
  curve.add({.env_steps = 3});
  curve.add({.env_steps = 4});
  REQUIRE(curve.points().size() == 2);
  CHECK(curve.points()[0].final_reward == 0.5);
  CHECK_FALSE(curve.points()[1].final_reward);
  CHECK_FALSE(curve.points()[0].loss);
}

TEST_CASE("a waterfall ends with the newest row and begins with the first") {
  WaterfallHistory waterfall(8);
  for (int i = 0; i < 1000; ++i) {
    const float row[] = {static_cast<float>(i), static_cast<float>(-i)};
    waterfall.add(row);
    REQUIRE(waterfall.row_count() <= 8);
    REQUIRE(waterfall.row(waterfall.row_count() - 1)[0] == static_cast<float>(i));
    REQUIRE(waterfall.row(0)[0] == 0.0F);
  }
  CHECK(waterfall.row_count() >= 4);
}

TEST_CASE("the rows of a thinned waterfall lie evenly over the training") {
  WaterfallHistory waterfall(4);
  std::vector<float> rows;
  for (int i = 0; i < 10; ++i) {
    const float row[] = {static_cast<float>(i)};
    waterfall.add(row);
  }
  for (const float cell : waterfall.cells()) rows.push_back(cell);
  CHECK(rows == std::vector<float>{0, 4, 8, 9});
}

TEST_CASE("a waterfall of another width starts anew") {
  WaterfallHistory waterfall;
  const float two[] = {0.1F, 0.2F};
  const float three[] = {0.1F, 0.2F, 0.3F};
  waterfall.add(two);
  waterfall.add(two);
  waterfall.add(three);
  CHECK(waterfall.steps() == 3);
  CHECK(waterfall.row_count() == 1);
}

TEST_CASE("a notice is shown for a while, fades and goes") {
  session::Notices notices;
  notices.add("One.", session::NoticeLevel::info, 1000.0);
  const double end_ms = 1000.0 + session::notice_life_ms(session::NoticeLevel::info);
  CHECK(session::Notices::opacity(notices.all()[0], 1000.0) == 1.0);
  CHECK(session::Notices::opacity(notices.all()[0], end_ms - session::kNoticeFadeMs / 2) == doctest::Approx(0.5));
  CHECK_FALSE(notices.expire(end_ms - 1.0));
  CHECK(notices.expire(end_ms));
  CHECK(notices.all().empty());
}

TEST_CASE("the same notice again is one notice") {
  session::Notices notices;
  notices.add("One.", session::NoticeLevel::info, 0.0);
  notices.add("Two.", session::NoticeLevel::info, 1.0);
  notices.add("One.", session::NoticeLevel::error, 2.0);
  REQUIRE(notices.all().size() == 2);
  CHECK(notices.all()[1].text == "One.");
  CHECK(notices.all()[1].level == session::NoticeLevel::error);
}

TEST_CASE("notices are bounded") {
  session::Notices notices;
  for (int i = 0; i < 100; ++i) notices.add(std::to_string(i), session::NoticeLevel::info, i);
  CHECK(notices.all().size() <= 8);
  CHECK(notices.all().back().text == "99");
}

}  // namespace
