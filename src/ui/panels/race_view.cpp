#include "ui/panels/race_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ui/canvas/plot.h"
#include "ui/desk/terms.h"

namespace ui {
namespace {

constexpr std::string_view kRaceTip =
    "Trains several fresh agents side by side, one to a processor core, and keeps the best. You hear who leads.";
constexpr std::string_view kRunnersTip = "How many agents race: as many as this machine has cores are worth it.";
constexpr std::string_view kByTip =
    "What the runners differ in: their seed, or one setting each (the first runs with the settings as they are).";
constexpr std::string_view kSecondsTip = "How long each of them trains before the best is kept.";
constexpr std::string_view kKeepTip = "Ends the race now: who leads is kept and goes on training, the others end.";
constexpr std::string_view kPlotTip =
    "What each runner's answers to kicks it never heard miss of the best there is: 0 % is the best, 100 % random "
    "snares. Each line of the scale is a tenth of the one above.";
constexpr std::array<std::string_view, 2> kBy = {"Seeds", "Settings"};

// The scale of the plot: powers of ten of the regret.
constexpr double kLowest = -3.0;

// The palette of the terms: eight that are easily told apart.
Colour runner_colour(int runner) {
  constexpr std::array<rhythm::Term, session::kMostRunners> kOf = {
      rhythm::Term::backbeat, rhythm::Term::witek,  rhythm::Term::lhl,        rhythm::Term::wnbd,
      rhythm::Term::density,  rhythm::Term::cscore, rhythm::Term::difference, rhythm::Term::evenness};
  return term_colour(kOf[static_cast<std::size_t>(runner)]);
}

void settings_controls(const Frame& frame, const Rect& row) {
  session::RaceSettings settings = frame.session.coach().race_settings();
  const float gap = row.w < 260.0f ? 4.0f : 6.0f;
  const float room = row.w - 3 * gap;
  const Rect button = row.left_part(std::round(room * 0.21f));
  const Rect runners{button.right() + gap, row.y, std::round(room * 0.15f), row.h};
  const Rect by{runners.right() + gap, row.y, std::round(room * 0.45f), row.h};
  const Rect seconds{by.right() + gap, row.y, row.right() - by.right() - gap, row.h};
  if (frame.widgets.button("race", button, "Race", ButtonStyle::plain, kRaceTip)) {
    frame.report(frame.session.coach().start_race());
    return;
  }
  double count = settings.runners;
  const NumberSpec count_spec{
      session::kFewestRunners, static_cast<double>(frame.session.coach().most_runners()), 1.0, false, 0, ""};
  frame.widgets.number("race_runners", runners, &count, count_spec, Type::body, Align::centre, "Runners", kRunnersTip,
                       true);
  int current = static_cast<int>(settings.by);
  frame.widgets.segmented("race_by", by, kBy, &current, kByTip);
  double length = settings.seconds;
  const NumberSpec length_spec{session::kShortestRaceSeconds, session::kLongestRaceSeconds, 5.0, false, 0, "s"};
  frame.widgets.number("race_seconds", seconds, &length, length_spec, Type::body, Align::centre, "Seconds of a race",
                       kSecondsTip, true);
  const session::RaceSettings wanted{static_cast<int>(count), static_cast<session::RaceBy>(current),
                                     static_cast<int>(length)};
  if (wanted.runners == settings.runners && wanted.by == settings.by && wanted.seconds == settings.seconds) return;
  frame.report(frame.session.coach().set_race(wanted));
}

std::string name_in(const session::Race& race, int runner) {
  return race.runners[static_cast<std::size_t>(runner)].name;
}

void runner_line(const Frame& frame, const Rect& line, const session::Race& race, int index, bool tight) {
  const Painter& paint = frame.paint();
  const session::Runner& runner = race.runners[static_cast<std::size_t>(index)];
  const bool leads = race.leader() == index;
  const Colour words = runner.dropped ? palette::kTextFaint : leads ? palette::kText : palette::kTextSoft;
  paint.disc({line.x + 4.0f, line.centre().y}, 4.0f, runner.dropped ? palette::kTextFaint : runner_colour(index));
  constexpr float kRegret = 52.0f;
  const float steps_width = tight ? 0.0f : 76.0f;
  const Rect name{line.x + 14.0f, line.y, line.w - 14.0f - kRegret - steps_width, line.h};
  paint.text_in(name, runner.name, Type::small, words);
  if (!tight) {
    const Rect steps{name.right(), line.y, steps_width, line.h};
    paint.text_in(steps, compact_number(runner.env_steps) + " steps", Type::small, palette::kTextDim, Align::right,
                  Digits::tabular);
  }
  const auto regret = runner.regret();
  const std::string verdict = runner.dropped ? "out" : regret ? regret_words(*regret) : "–";
  paint.text_in(line.right_part(kRegret), verdict, Type::small, words, Align::right, Digits::tabular);
  std::string tip = runner.name + ": " + grouped_number(runner.env_steps) + " env_steps, " +
                    grouped_number(runner.gradient_steps) + " gradient_steps";
  if (regret) tip += ", " + regret_words(*regret) + " regret";
  if (runner.dropped) tip += "; it is out of the race";
  frame.widgets.explain("runner_" + std::to_string(index), line, tip + (leads ? ". It leads: you hear it." : "."));
}

void regret_curves(const Frame& frame, const Rect& area, const session::Race& race) {
  const Painter& paint = frame.paint();
  const float gutter = paint.width("100 %", Type::small) + 10.0f;
  const Axes axes{area.after(gutter).below(6.0f), 0.0, static_cast<double>(race.settings.seconds), kLowest, 0.0};
  const std::array<std::string_view, 4> scale = {"0.1 %", "1 %", "10 %", "100 %"};
  for (std::size_t i = 0; i < scale.size(); ++i) {
    const double level = kLowest + static_cast<double>(i);
    draw_level(paint, axes, level, "");
    paint.text_in({area.x, axes.y(level) - 8.0f, gutter - 6.0f, 16.0f}, scale[i], Type::small, palette::kTextDim,
                  Align::right);
  }
  for (int i = 0; i < static_cast<int>(race.runners.size()); ++i) {
    const session::Runner& runner = race.runners[static_cast<std::size_t>(i)];
    std::vector<PlotPoint> points;
    for (const session::RacePoint& point : runner.points) {
      const double seconds = std::min(point.seconds, axes.x_max);
      points.push_back({seconds, std::log10(std::max(point.regret, std::pow(10.0, kLowest)))});
    }
    if (points.empty()) continue;
    const Colour colour = runner.dropped ? palette::kTextFaint : runner_colour(i);
    draw_curve(paint, axes, points, colour, race.leader() == i ? 2.2f : 1.4f);
    paint.disc({axes.x(points.back().x), axes.y(points.back().y)}, 3.0f, colour);
  }
  frame.widgets.explain("race_curves", area, kPlotTip);
}

}  // namespace

void draw_race_controls(const Frame& frame, const Rect& row) {
  if (!frame.session.coach().racing()) {
    settings_controls(frame, row);
    return;
  }
  const session::Race& race = *frame.session.coach().race();
  const Rect keep = row.left_part(std::round(row.w * 0.41f));
  if (frame.widgets.button("race_keep", keep, "Keep best", ButtonStyle::plain, kKeepTip, race.leader().has_value())) {
    frame.report(frame.session.coach().keep_best());
    return;
  }
  double seconds = 0.0;
  for (const session::Runner& runner : race.runners) {
    if (!runner.dropped && !runner.points.empty()) seconds = std::max(seconds, runner.points.back().seconds);
  }
  const std::string time = fixed_number(std::min(std::floor(seconds), static_cast<double>(race.settings.seconds)), 0) +
                           " of " + std::to_string(race.settings.seconds) + " s";
  const Rect words = row.after(keep.w + 10.0f);
  const auto leader = race.leader();
  const std::string leads = leader ? name_in(race, *leader) + " leads" : "nobody leads yet";
  frame.paint().text_in(words.top_part(row.h / 2), leads, Type::small, palette::kText, Align::right);
  frame.paint().text_in(words.moved(0.0f, row.h / 2).top_part(row.h / 2), time, Type::small, palette::kTextDim,
                        Align::right, Digits::tabular);
}

void draw_race(const Frame& frame, const Rect& area) {
  const session::Race& race = *frame.session.coach().race();
  const int count = static_cast<int>(race.runners.size());
  const int columns = count > 4 ? 2 : 1;
  const int lines = (count + columns - 1) / columns;
  const float pitch = frame.narrow() ? 20.0f : 17.0f;
  const float list = static_cast<float>(lines) * pitch;
  const Rect head = area.top_part(16.0f);
  frame.paint().text_in(head, race.exact ? "Regret of each runner" : "Regret against a long search", Type::small,
                        palette::kTextDim);
  regret_curves(frame, {area.x, head.bottom(), area.w, area.h - head.h - list - 10.0f}, race);
  constexpr float kBetween = 16.0f;
  const float width = (area.w - static_cast<float>(columns - 1) * kBetween) / static_cast<float>(columns);
  for (int i = 0; i < count; ++i) {
    const float x = area.x + static_cast<float>(i / lines) * (width + kBetween);
    const float y = area.bottom() - list + static_cast<float>(i % lines) * pitch;
    runner_line(frame, {x, y, width, pitch}, race, i, columns > 1);
  }
}

}  // namespace ui
