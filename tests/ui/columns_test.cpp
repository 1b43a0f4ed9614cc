// The columns of long patterns: zoom, scrolling, folded bars.
#include "ui/desk/columns.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace {

using ui::Columns;
using ui::ColumnsPlace;
using ui::GridView;
using ui::Ruler;

constexpr float kClose = 0.05F;

ColumnsPlace place_of(int count, float width = 800.0F, Ruler ruler = {}) {
  return {.x = 100.0F, .width = width, .count = count, .ruler = ruler};
}

template <class Visit>
void for_each_view(const Visit& visit) {
  for (const int count : {17, 20, 32, 64, 100, 768, 1024}) {
    for (const float width : {280.0F, 362.0F, 820.0F, 1720.0F}) {
      for (const Ruler ruler : {Ruler{16, 4}, Ruler{12, 3}, Ruler{14, 4}, Ruler{20, 4}, Ruler{6, 2}}) {
        for (const std::vector<int>& folded : {std::vector<int>{}, {0}, {1, 2}, {0, 1, 2, 3, 40}}) {
          for (const double visible : {0.0, 1.0, 24.0, 1e9}) {
            for (const double first : {0.0, 9.5, 1e9}) {
              CAPTURE(count);
              CAPTURE(width);
              CAPTURE(ruler.bar_steps);
              CAPTURE(folded.size());
              CAPTURE(visible);
              CAPTURE(first);
              for (const bool fingers : {false, true}) {
                ColumnsPlace place = place_of(count, width, ruler);
                place.fingers = fingers;
                visit(place, GridView{.first = first, .visible = visible, .folded = folded});
              }
            }
          }
        }
      }
    }
  }
}

TEST_CASE("at any zoom and scroll columns lie side by side, wide enough to be hit, and each pixel finds its column") {
  for_each_view([](const ColumnsPlace& place, const GridView& view) {
    const Columns columns = ui::scrolling_columns(place, view);
    const int first = columns.first_visible();
    const int last = columns.last_visible();
    REQUIRE(first <= last);
    REQUIRE(columns.right(first) > place.x - kClose);
    REQUIRE(columns.left(last) < place.x + place.width + kClose);
    if (first > 0) REQUIRE(columns.right(first - 1) <= place.x + kClose);
    if (last + 1 < place.count) REQUIRE(columns.left(last + 1) >= place.x + place.width - kClose);
    for (int column = first; column <= last; ++column) {
      REQUIRE(columns.at((columns.left(column) + columns.right(column)) / 2) == column);
      const bool thin = columns.is_folded(place.ruler.bar_of(column));
      if (!thin) REQUIRE(columns.right(column) - columns.left(column) >= (place.fingers ? 13.0F : 7.0F));
      if (column > first) REQUIRE(columns.left(column) >= columns.right(column - 1) - 1e-3F);
    }
  });
}

TEST_CASE("what is shown begins and ends with the pattern, and never leaves a hole at its end") {
  for_each_view([](const ColumnsPlace& place, const GridView& view) {
    const Columns columns = ui::scrolling_columns(place, view);
    CHECK(columns.scroll >= 0.0F);
    if (columns.content_width() <= place.width + kClose) {
      CHECK(columns.scroll <= kClose);
    } else {
      CHECK(columns.bar_right(columns.bars() - 1) >= place.x + place.width - 0.5F);
    }
  });
}

TEST_CASE("a step and its place in the content are found from each other") {
  for_each_view([](const ColumnsPlace& place, const GridView& view) {
    const Columns columns = ui::scrolling_columns(place, view);
    for (double step = 0.0; step < place.count; step += 7.3) {
      REQUIRE(columns.step_of(columns.content_of(step)) == doctest::Approx(step).epsilon(1e-3));
    }
  });
}

TEST_CASE("at first whole bars fill the width, on a phone half a bar, and a short pattern all of it") {
  CHECK(ui::usual_visible(place_of(64)) == 32.0);
  CHECK(ui::usual_visible(place_of(32)) == 32.0);
  CHECK(ui::usual_visible(place_of(20)) == 20.0);
  ColumnsPlace phone = place_of(64, 362.0F);
  phone.fingers = true;
  CHECK(ui::usual_visible(phone) == 8.0);
  for (const int count : {20, 32}) {
    const Columns columns = ui::scrolling_columns(place_of(count), {});
    CHECK(columns.pitch_right() == doctest::Approx(900.0F));
  }
  const Columns two = ui::scrolling_columns(place_of(64), {});
  CHECK(two.right(31) == doctest::Approx(900.0F));
}

TEST_CASE("zooming keeps the step under the pointer, and ends where cells could no longer be hit or be wider") {
  const ColumnsPlace place = place_of(1024);
  GridView view;
  view.first = 500.0;
  const float anchor = 430.0F;
  const auto under = [&](const GridView& shown) {
    const Columns columns = ui::scrolling_columns(place, shown);
    return columns.step_of(static_cast<double>(columns.scroll + anchor - place.x));
  };
  const double step = under(view);
  for (const double factor : {0.5, 0.5, 1.3, 2.0, 1.1}) {
    view = ui::zoomed(place, view, factor, anchor);
    CHECK(under(view) == doctest::Approx(step).epsilon(1e-3));
  }
  for (int i = 0; i < 20; ++i) view = ui::zoomed(place, view, 2.0, anchor);
  CHECK_FALSE(ui::can_zoom(place, view, 2.0));
  CHECK(ui::can_zoom(place, view, 0.5));
  CHECK(view.visible < 80.0);
  for (int i = 0; i < 20; ++i) view = ui::zoomed(place, view, 0.5, anchor);
  CHECK_FALSE(ui::can_zoom(place, view, 0.5));
  CHECK(view.visible > 4.0);
}

TEST_CASE("scrolling goes by pixels and stops at both ends") {
  const ColumnsPlace place = place_of(64);
  GridView view = ui::scrolled(place, {}, -50.0F);
  CHECK(view.first == 0.0);
  view = ui::scrolled(place, view, 130.0F);
  CHECK(ui::scrolling_columns(place, view).scroll == doctest::Approx(130.0F));
  view = ui::scrolled(place, view, 1e6F);
  CHECK(ui::scrolling_columns(place, view).last_visible() == 63);
  view = ui::scrolled(place, view, -1e6F);
  CHECK(view.first == 0.0);
}

TEST_CASE("a step that cannot be seen is shown with its bar at the left, one that can moves nothing") {
  const ColumnsPlace place = place_of(1024);
  GridView view = ui::revealed(place, {}, 31);
  CHECK(view.first == 0.0);
  view = ui::revealed(place, view, 331);
  CHECK(ui::scrolling_columns(place, view).first_visible() == 320);
  view = ui::revealed(place, view, 340);
  CHECK(ui::scrolling_columns(place, view).first_visible() == 320);
  // Where a bar is wider than the view, the step's beat is.
  view.visible = 8.0;
  view = ui::revealed(place, view, 1001);
  CHECK(ui::scrolling_columns(place, view).first_visible() == 1000);
}

TEST_CASE("a folded bar is a narrow block, and what comes after it moves up") {
  const ColumnsPlace place = place_of(64);
  const GridView folded = ui::fold_toggled(ui::fold_toggled({}, 2), 0);
  CHECK(folded.folded == std::vector<int>{0, 2});
  const Columns open = ui::scrolling_columns(place, {});
  const Columns columns = ui::scrolling_columns(place, folded);
  CHECK(columns.bar_right(0) - columns.bar_left(0) == columns.fold_width);
  CHECK(columns.left(16) < open.left(16));
  CHECK(columns.left(17) - columns.left(16) == doctest::Approx(open.left(17) - open.left(16)));
  CHECK(columns.content_width() < open.content_width());
  CHECK(ui::fold_toggled(ui::fold_toggled(folded, 0), 2).folded.empty());
  // Bars that are no more are forgotten.
  CHECK(ui::scrolling_columns(place_of(20), folded).folded == std::vector<int>{0});
}

}  // namespace
