// Training: start and pause it, and see how it goes.
#include <array>
#include <cmath>
#include <vector>

#include "ui/canvas/plot.h"
#include "ui/desk/terms.h"
#include "ui/panels/panels.h"
#include "ui/panels/progress_plot.h"
#include "ui/panels/race_view.h"

namespace ui {
namespace {

using session::CurvePoint;
using Member = std::optional<double> CurvePoint::*;

constexpr std::string_view kPanelTip = "Training an agent in this tab, while the music goes on. Click to fold it away.";
constexpr std::string_view kTrainTip =
    "Trains an agent from scratch (or lets an opened one learn on). You hear it improve bar by bar. Key: T.";
constexpr std::string_view kPauseTip = "Pauses the training; Train goes on where it stopped. Key: T.";
constexpr std::string_view kResetTip =
    "Forgets what was learned and starts a fresh agent with the settings as they are now.";
constexpr std::string_view kPlotTip =
    "What each term earned at the end of its episodes, stacked: the top is the reward as a whole, while it still tries "
    "things out. What you hear plays its best and is better. The dashed line is the best there is, where it is known.";

// Of the panel, from its top to its bottom.
struct Shape {
  float buttons;
  float race;  // with the gap above
  float above_plot;
  float lowest_plot;
  float legend_line;
  float sparks;
  float sentence;
  float bottom;
};

constexpr Shape kWide = {34.0f, 34.0f, 25.0f, 62.0f, 16.0f, 36.0f, 30.0f, 8.0f};
constexpr Shape kNarrow = {44.0f, 52.0f, 28.0f, 96.0f, 18.0f, 44.0f, 32.0f, 12.0f};
constexpr float kLegendGap = 5.0f;  // above and below
constexpr float kBetweenPlots = 14.0f;

const Shape& shape_of(bool narrow) { return narrow ? kNarrow : kWide; }

std::vector<PlotPoint> series(const session::Training& training, Member member) {
  std::vector<PlotPoint> points;
  points.reserve(training.curves.points().size());
  for (const CurvePoint& point : training.curves.points()) {
    if ((point.*member).has_value()) points.push_back({point.env_steps, *(point.*member)});
  }
  return points;
}

// The latest number; while a stretch gave none, the one before it.
std::string latest_words(const session::Training& training, Member member, int decimals) {
  std::optional<double> value = training.latest.*member;
  for (const CurvePoint& point : training.curves.points()) {
    if (!(training.latest.*member) && (point.*member)) value = point.*member;
  }
  return value ? fixed_number(*value, decimals) : "–";
}

void buttons(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const session::Training& training = session.coach().training();
  const bool running = training.status == session::TrainingStatus::training;
  const bool begun = training.learner.has_value();
  const bool tight = row.w < 260.0f;
  const Rect train = row.left_part(std::round(row.w * (tight ? 0.36f : 0.41f)));
  const Rect reset{train.right() + 10.0f, row.y, tight ? 60.0f : 66.0f, row.h};
  if (frame.widgets.button("train", train,
                           running ? "Pause"
                           : begun ? "Resume"
                                   : "Train",
                           ButtonStyle::cyan, running ? kPauseTip : kTrainTip)) {
    session.coach().toggle();
  }
  if (frame.widgets.button("reset", reset, "Reset", ButtonStyle::plain, kResetTip, begun || running)) {
    session.coach().reset();
  }
  if (!begun) return;
  const float left = reset.right() + 4.0f;
  const Rect words{left, row.y, row.right() - left, row.h / 2};
  frame.paint().text_in(words, compact_number(training.env_steps) + " steps", Type::small, palette::kText, Align::right,
                        Digits::tabular);
  frame.paint().text_in(words.moved(0.0f, row.h / 2), compact_number(training.gradient_steps) + " updates", Type::small,
                        palette::kTextDim, Align::right, Digits::tabular);
  frame.widgets.explain("training_steps", {words.x, row.y, words.w, row.h},
                        "Turns it has played (env_steps), and how often the network was improved (gradient_steps): " +
                            grouped_number(training.env_steps) + " and " + grouped_number(training.gradient_steps) +
                            ".");
}

// What the terms earned, one on top of the other: curve i is the sum of the first i terms; the last is the total.
using Stack = std::array<std::vector<PlotPoint>, rhythm::kTermCount + 1>;

Stack stack_of(const session::Training& training) {
  Stack stack;
  for (const session::TermPoint& point : training.terms.points()) {
    double sum = 0.0;
    stack[0].push_back({point.env_steps, 0.0});
    for (std::size_t i = 0; i < rhythm::kTermCount; ++i) {
      sum += static_cast<double>(point.contribution[i]);
      stack[i + 1].push_back({point.env_steps, sum});
    }
  }
  return stack;
}

// The terms that earn something in the plot or would now, in their order from the bottom.
std::vector<rhythm::Term> legend_terms(session::Session& session) {
  std::vector<rhythm::Term> terms;
  for (const auto& info : rhythm::term_table()) {
    const auto at = static_cast<std::size_t>(info.term);
    bool shows = session.reward_view().weights[at] != 0.0f;
    for (const session::TermPoint& point : session.coach().training().terms.points()) {
      shows = shows || point.contribution[at] > 0.0f;
    }
    if (shows) terms.push_back(info.term);
  }
  return terms;
}

// Calls place(term, rectangle) for each entry of the legend, wrapped to `width`; returns the number of lines.
template <class Place>
int flow_legend(session::Session& session, const Painter& paint, float width, float pitch, Place place) {
  constexpr float kDot = 11.0f;
  constexpr float kBetween = 12.0f;
  float x = 0.0f;
  int line = 0;
  for (const rhythm::Term term : legend_terms(session)) {
    const float taken = kDot + paint.width(term_label(term), Type::small);
    if (x > 0.0f && x + taken > width) {
      x = 0.0f;
      ++line;
    }
    place(term, Rect{x, static_cast<float>(line) * pitch, taken, pitch});
    x += taken + kBetween;
  }
  return line + 1;
}

void rewards(const Frame& frame, const Rect& area) {
  const Painter& paint = frame.paint();
  const session::Training& training = frame.session.coach().training();
  const auto points = training.terms.points();
  const Stack stack = stack_of(training);
  std::vector<PlotPoint> best;
  double high = points.empty() ? frame.session.reward_view().possible : 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].best) best.push_back({points[i].env_steps, *points[i].best});
    high = std::max({high, points[i].best.value_or(0.0), stack.back()[i].y});
  }
  high = std::max(high, 0.1);
  const std::string top = fixed_number(high, 1);
  const float head = 4.0f;  // the dashed line must not lie on the plot's edge
  const float gutter = paint.width(top, Type::small) + 8.0f;
  Axes axes{area.after(gutter).below(head), 0.0, 1.0, 0.0, high};
  if (!points.empty()) {
    axes.x_min = points.front().env_steps;
    axes.x_max = points.back().env_steps;
  }
  const float pixel = 1.0f / paint.look().pixel_ratio();
  paint.fill({axes.area.x, paint.look().snap(axes.area.bottom()), axes.area.w, pixel}, palette::kGridLine);
  paint.text_in({area.x, axes.area.bottom() - 8.0f, gutter - 6.0f, 16.0f}, "0", Type::small, palette::kTextDim,
                Align::right);
  paint.text_in({area.x, axes.area.y - 8.0f, gutter - 6.0f, 16.0f}, top, Type::small, palette::kTextDim, Align::right);
  for (std::size_t i = 0; i < rhythm::kTermCount; ++i) {
    const auto earned = [&](const session::TermPoint& point) { return point.contribution[i] > 0.0f; };
    if (std::ranges::none_of(points, earned)) continue;
    draw_band(paint, axes, stack[i], stack[i + 1], term_colour(static_cast<rhythm::Term>(i)));
  }
  draw_dashes(paint, axes, best, palette::kTextSoft);
  if (!points.empty()) {
    const Rect words{area.x, axes.area.y - 23.0f, area.w, 14.0f};
    std::string total = fixed_number(stack.back().back().y, 2);
    if (points.back().best) total += " of " + fixed_number(*points.back().best, 2);
    paint.text_in(words, "earns", Type::small, palette::kTextDim);
    paint.text_in(words.after(paint.width("earns ", Type::small) + 2.0f), total, Type::small, palette::kText,
                  Align::left, Digits::tabular);
  }
  frame.widgets.book("reward_curves", area);
  frame.widgets.explain("reward_curves", area, kPlotTip);
}

void legend(const Frame& frame, const Rect& area) {
  const Painter& paint = frame.paint();
  const auto points = frame.session.coach().training().terms.points();
  flow_legend(
      frame.session, paint, area.w, shape_of(frame.narrow()).legend_line, [&](rhythm::Term term, const Rect& place) {
        const Rect rect = place.moved(area.x, area.y);
        const auto at = static_cast<std::size_t>(term);
        paint.disc({rect.x + 3.5f, rect.centre().y}, 3.5f, term_colour(term));
        paint.text_in(rect.after(11.0f), term_label(term), Type::small, palette::kTextDim);
        std::string tip(rhythm::term_table()[at].help);
        if (!points.empty()) {
          tip +=
              " In practice it earns " + fixed_number(static_cast<double>(points.back().contribution[at]), 2) + " now.";
        }
        frame.widgets.book(term_control("legend", term), rect);
        frame.widgets.explain(term_control("legend", term), rect, tip);
      });
}

struct Spark {
  std::string_view name;
  std::string_view label;
  Member member;
  Colour colour;
  int decimals;
  std::string_view tip;
};

void sparks(const Frame& frame, const Rect& row) {
  const session::Training& training = frame.session.coach().training();
  const bool softmax = training.exploration == core::Exploration::softmax;
  const std::array<Spark, 4> all = {{
      {"return", "return", &CurvePoint::episode_return, palette::kGreen, 2,
       "Episode return: the sum of the rewards of an episode, mean over the latest episodes."},
      {"delta_reward", "gain", &CurvePoint::delta_reward, palette::kViolet, 2,
       "Delta reward: how much an episode improved its pattern, the last reward less the first."},
      {"loss", "loss", &CurvePoint::loss, palette::kTextSoft, row.w < 270.0f ? 3 : 4,
       "How far the network's guesses are from what it is taught (Huber loss)."},
      {"exploration", "tries", &CurvePoint::exploration, palette::kTextSoft, 2,
       softmax ? "Exploration: how freely it tries other toggles (softmax temperature). It cools as it learns."
               : "Exploration: the chance of a random toggle (epsilon). It falls as it learns."},
  }};
  const Painter& paint = frame.paint();
  const float gap = row.w < 270.0f ? 9.0f : 12.0f;
  const float room = row.w - 3 * gap;
  // The loss has the longest number.
  const std::array<float, 4> widths = {room * 0.26f, room * 0.235f, room * 0.27f, room * 0.235f};
  float x = row.x;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Spark& spark = all[i];
    const Rect rect{x, row.y, widths[i], row.h};
    x += widths[i] + gap;
    const auto points = series(training, spark.member);
    const Rect words = rect.top_part(16.0f);
    paint.text_in(words, spark.label, Type::small, palette::kTextDim);
    paint.text_in(words, latest_words(training, spark.member, spark.decimals), Type::small, palette::kText,
                  Align::right, Digits::tabular);
    Axes axes{rect.below(19.0f), 0.0, 1.0, 0.0, 1e-6};
    if (!points.empty()) {
      axes.x_min = points.front().x;
      axes.x_max = points.back().x;
      for (const PlotPoint& point : points) {
        axes.y_min = std::min(axes.y_min, point.y);
        axes.y_max = std::max(axes.y_max, point.y);
      }
    }
    paint.fill({axes.area.x, paint.look().snap(axes.area.bottom()), axes.area.w, 1.0f / paint.look().pixel_ratio()},
               palette::kGridLine);
    draw_curve(paint, axes, points, spark.colour, 1.3f);
    frame.widgets.explain(spark.name, rect, spark.tip);
  }
}

}  // namespace

float train_panel_height(session::Session& session, const Painter& paint, float width, bool narrow) {
  const Shape& shape = shape_of(narrow);
  const int lines =
      flow_legend(session, paint, width - 2 * kPanelPadding, shape.legend_line, [](rhythm::Term, const Rect&) {});
  // A third line of the legend is taken from the plot: what lies below must stay where it is when a term comes in.
  const int reserved = std::max(2, lines - 1);
  return kPanelHeader + shape.buttons + shape.race + shape.above_plot + shape.lowest_plot + 2 * kLegendGap +
         static_cast<float>(reserved) * shape.legend_line + shape.sparks + shape.sentence + shape.bottom;
}

void draw_train_panel(const Frame& frame) {
  const session::Training& training = frame.session.coach().training();
  std::string aside;
  using session::TrainingStatus;
  if (training.status == TrainingStatus::training && training.env_steps_per_second > 0.0) {
    aside = compact_number(training.env_steps_per_second) + " steps/s, " +
            compact_number(training.gradient_steps_per_second) + " updates/s";
  } else if (training.status == TrainingStatus::training) {
    aside = "starting";
  } else if (training.status == TrainingStatus::paused) {
    aside = "paused";
  } else if (training.status == TrainingStatus::crashed) {
    aside = "stopped";
  }
  std::string tip(kPanelTip);
  if (training.kernels == "relaxed") tip += " It runs on relaxed SIMD here: multiply and add in one instruction.";
  if (training.kernels == "simd") tip += " It runs on SIMD here; browsers with relaxed SIMD train faster.";
  const Rect inside = begin_panel(frame, Panel::train, "panel_train", "Train", aside, tip);
  if (inside.empty()) return;
  const Shape& shape = shape_of(frame.narrow());
  buttons(frame, inside.top_part(shape.buttons));
  const float gap = frame.narrow() ? 8.0f : 6.0f;
  const Rect race_row = inside.below(shape.buttons + gap).top_part(shape.race - gap);
  draw_race_controls(frame, race_row);
  if (frame.session.coach().racing()) {
    const Rect rest = inside.below(shape.buttons + shape.race + 8.0f);
    draw_race(frame, {rest.x, rest.y, rest.w, rest.h - shape.bottom});
    return;
  }
  const int lines =
      flow_legend(frame.session, frame.paint(), inside.w, shape.legend_line, [](rhythm::Term, const Rect&) {});
  const float legend_height = static_cast<float>(lines) * shape.legend_line;
  const Rect sentence{inside.x, inside.bottom() - shape.bottom - shape.sentence, inside.w, shape.sentence};
  const Rect sparks_row{inside.x, sentence.y - 4.0f - shape.sparks, inside.w, shape.sparks};
  const Rect legend_area{inside.x, sparks_row.y - kLegendGap - legend_height, inside.w, legend_height};
  if (!training.sentence.empty() && training.status != TrainingStatus::training) {
    // Why it stopped stands where the curves' legend is.
    const Rect words = legend_area.top_part(shape.legend_line);
    frame.paint().text_in(words, training.sentence, Type::small, palette::kBad);
    frame.widgets.explain("training_sentence", legend_area, training.sentence);
  } else {
    legend(frame, legend_area);
  }
  const float top = inside.y + shape.buttons + shape.race + shape.above_plot;
  const Rect plots{inside.x, top, inside.w, legend_area.y - kLegendGap - top};
  if (training.terms.points().empty() && training.progress.empty()) {
    frame.paint().text_in(plots, "Press Train and watch it learn", Type::body, palette::kTextDim, Align::centre);
    frame.widgets.book("reward_curves", plots);
  } else {
    const float width = std::round((plots.w - kBetweenPlots) / 2);
    draw_progress(frame, plots.left_part(width));
    rewards(frame, plots.right_part(width));
  }
  sparks(frame, sparks_row);
  const std::string words = progress_sentence(frame.session);
  frame.paint().paragraph({sentence.x, sentence.y}, sentence.w, words, Type::small, palette::kTextSoft);
  frame.widgets.explain("training_verdict", sentence, words);
}

}  // namespace ui
