// The evaluation: how the agent fares from its best case, its worst case, and from random starts.
#include <array>
#include <vector>

#include "ui/frame.h"
#include "ui/plot.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "How good the agent that plays is, by trial. Click to fold it away.";
constexpr std::string_view kEvaluateTip =
    "Lets the agent improve three starts step by step, and 2,000 random ones. Takes about a second.";
constexpr std::string_view kPngTip = "Saves the three plots as a picture.";
constexpr std::string_view kCsvTip = "Saves the numbers behind the plots as a table.";

struct Scenario {
  std::string_view name;
  std::string_view title;
  std::string_view tip;
};

constexpr std::array<Scenario, 3> kScenarios = {{
    {"plot_best", "best case",
     "Starts from the perfect answer, the complement of a kick on every beat: a good agent stays near the top."},
    {"plot_worst", "worst case", "Starts from a snare equal to the kick: a good agent climbs to the top."},
    {"plot_random", "random starts",
     "The mean over all random starts (bright), and one of them (dim): kick and snare drawn at random."},
}};

std::vector<PlotPoint> points_of(const std::vector<double>& rewards) {
  std::vector<PlotPoint> points;
  for (std::size_t i = 0; i < rewards.size(); ++i) points.push_back({static_cast<double>(i), rewards[i]});
  return points;
}

void plot(const Frame& frame, const Rect& area, const Scenario& scenario, bool scale, const session::EvaluationRun* run,
          const std::vector<double>* mean, const session::Scenarios* evaluation) {
  const Painter& paint = frame.paint();
  paint.text({area.x + 24.0f, area.y + 10.0f}, scenario.title, Type::small, palette::kTextSoft);
  Axes axes{Rect{area.x + 24.0f, area.y + 31.0f, area.w - 24.0f, area.h - 49.0f}, 0.0, 16.0, -1.0, 1.0};
  if (evaluation) axes.x_max = std::max(1, evaluation->iterations);
  const double best = evaluation ? evaluation->best_reward : 1.0;
  axes.y_max = std::max(1.0, best);
  for (const double value : {-1.0, 0.0}) draw_level(paint, axes, value, scale ? fixed_number(value, 0) : "");
  if (scale) {
    paint.text_in({axes.area.x - 34.0f, axes.y(best) - 8.0f, 27.0f, 16.0f}, short_number(best), Type::small,
                  palette::kTextDim, Align::right);
  }
  draw_best(paint, axes, best, scenario.name == "plot_best" && scale ? "best possible" : "");
  const Rect feet{axes.area.x, axes.area.bottom() + 3.0f, axes.area.w, 14.0f};
  paint.text_in(feet, "0", Type::small, palette::kTextFaint);
  paint.text_in(feet, fixed_number(axes.x_max, 0) + (scale ? " iterations" : ""), Type::small, palette::kTextFaint,
                Align::right);
  if (run) {
    const bool dim = mean && !mean->empty();
    draw_curve(paint, axes, points_of(run->rewards), dim ? faded(palette::kSnare, 0.38f) : palette::kSnare,
               dim ? 1.3f : 1.8f);
    if (dim) draw_curve(paint, axes, points_of(*mean), palette::kSnare, 1.8f);
  }
  frame.widgets.explain(scenario.name, area, scenario.tip);
}

void plots(const Frame& frame, const Rect& area, bool stacked) {
  const auto& result = frame.session.evaluation();
  const session::Scenarios* evaluation = result && result->scenarios ? &*result->scenarios : nullptr;
  const float gap = stacked ? 6.0f : 18.0f;
  for (std::size_t i = 0; i < kScenarios.size(); ++i) {
    const auto index = static_cast<float>(i);
    const float width = (area.w - 2 * gap) / 3.0f;
    const float height = (area.h - 2 * gap) / 3.0f;
    const Rect place = stacked ? Rect{area.x, area.y + index * (height + gap), area.w, height}
                               : Rect{area.x + index * (width + gap), area.y, width, area.h};
    const session::EvaluationRun* run = nullptr;
    if (evaluation) run = i == 0 ? &evaluation->best : i == 1 ? &evaluation->worst : &evaluation->random;
    plot(frame, place, kScenarios[i], stacked || i == 0, run,
         evaluation && i == 2 ? &evaluation->mean_rewards : nullptr, evaluation);
  }
}

void stat(const Frame& frame, const Rect& rect, std::string_view name, std::string_view label, std::string_view value,
          std::string_view tip) {
  frame.paint().text({rect.x, rect.y + 12.0f}, label, Type::small, palette::kTextDim);
  frame.paint().text({rect.x, rect.y + 37.0f}, value, Type::big, value == "–" ? palette::kTextFaint : palette::kText);
  frame.widgets.explain(name, rect, tip);
}

std::string percent(double share) { return fixed_number(share * 100.0, share >= 0.9995 ? 0 : 1) + " %"; }

void stats(const Frame& frame, const Rect& area) {
  const auto& evaluation = frame.session.evaluation();
  const session::Scenarios* result = evaluation && evaluation->scenarios ? &*evaluation->scenarios : nullptr;
  const Rect first = area.left_part(area.w / 2);
  const Rect second = area.after(area.w / 2);
  const std::string starts = result ? grouped_number(result->starts) : "2,000";
  stat(frame, first, "stat_reached", "reach the best", result ? percent(result->reached) : "–",
       "Of " + starts + " random starts, the share that reaches the best possible reward.");
  stat(frame, second, "stat_fewest", "in fewest toggles", result ? percent(result->fewest) : "–",
       "Of " + starts + " random starts, the share that reaches the best possible reward without a wasted toggle.");
}

void buttons(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const bool running = session.evaluation_status() == session::EvaluationStatus::running;
  const bool ready = session.evaluation().has_value();
  const float gap = 8.0f;
  const float main = std::round(row.w * 0.40f);
  const float side = (row.w - main - 2 * gap) / 2;
  if (frame.widgets.button("evaluate", row.left_part(main), running ? "Running" : "Evaluate", ButtonStyle::plain,
                           kEvaluateTip, !running && session.agent().has_value())) {
    frame.report(session.evaluate());
  }
  const Rect png{row.x + main + gap, row.y, side, row.h};
  if (frame.widgets.button("save_png", png, "PNG", ButtonStyle::plain, kPngTip, ready)) {
    frame.report(session.download_evaluation(true));
  }
  if (frame.widgets.button("save_csv", png.moved(side + gap, 0.0f), "CSV", ButtonStyle::plain, kCsvTip, ready)) {
    frame.report(session.download_evaluation(false));
  }
}

}  // namespace

void draw_evaluate_panel(const Frame& frame) {
  session::Session& session = frame.session;
  std::string aside;
  const auto& result = session.evaluation();
  if (session.evaluation_status() == session::EvaluationStatus::running) {
    aside = "running";
  } else if (session.evaluation_status() == session::EvaluationStatus::failed) {
    aside = session.evaluation_sentence();
  } else if (result) {
    aside = result->agent_name.empty() ? std::to_string(result->steps) + " steps" : result->agent_name;
  }
  const Rect inside = begin_panel(frame, Panel::evaluate, "panel_evaluate", "Evaluate", aside, kPanelTip);
  if (inside.empty()) return;
  const bool stacked = inside.w < 560.0f;
  if (stacked) {
    buttons(frame, inside.top_part(kTouchTarget));
    stats(frame, inside.below(kTouchTarget + 12.0f).top_part(44.0f));
    plots(frame, inside.below(kTouchTarget + 68.0f).top_part(inside.h - kTouchTarget - 80.0f), true);
    return;
  }
  const float side = std::min(252.0f, inside.w * 0.3f);
  const Rect right = inside.right_part(side);
  const Rect column = right.inset(0.0f, 2.0f);
  stats(frame, column.top_part(44.0f));
  const float button_height = frame.narrow() ? kTouchTarget : 34.0f;
  buttons(frame, {column.x, inside.bottom() - 18.0f - button_height, column.w, button_height});
  if (!result) {
    frame.paint().paragraph({column.x, column.y + 56.0f}, column.w, "Three starts, and 2,000 random ones.", Type::small,
                            palette::kTextDim);
  }
  plots(frame, {inside.x, inside.y, inside.w - side - 28.0f, inside.h - 12.0f}, false);
}

}  // namespace ui
