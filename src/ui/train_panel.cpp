// Training: start and pause it, and see how it goes.
#include <array>
#include <cmath>
#include <vector>

#include "ui/frame.h"
#include "ui/plot.h"

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
    "Reward at the end of its episodes (cyan) and how much each episode improved its pattern (violet), while it still "
    "tries things out: what you hear plays its best and is better. The dashed line is the best reward there is.";

std::vector<PlotPoint> series(const session::Training& training, Member member) {
  std::vector<PlotPoint> points;
  points.reserve(training.curves.points().size());
  for (const CurvePoint& point : training.curves.points()) {
    if ((point.*member).has_value()) points.push_back({point.env_steps, *(point.*member)});
  }
  return points;
}

std::string compact_number(double value) {
  if (value < 1e4) return grouped_number(value);
  return value < 1e6 ? fixed_number(value / 1e3, value < 1e5 ? 1 : 0) + "k" : fixed_number(value / 1e6, 2) + "M";
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
  const session::Training& training = session.training();
  const bool running = training.status == session::TrainingStatus::training;
  const bool begun = training.learner.has_value();
  const bool tight = row.w < 260.0f;
  const Rect train = row.left_part(std::round(row.w * (tight ? 0.36f : 0.41f)));
  const Rect reset{train.right() + 10.0f, row.y, tight ? 60.0f : 66.0f, row.h};
  if (frame.widgets.button("train", train,
                           running ? "Pause"
                           : begun ? "Resume"
                                   : "Train",
                           ButtonStyle::snare, running ? kPauseTip : kTrainTip)) {
    session.toggle_training();
  }
  if (frame.widgets.button("reset", reset, "Reset", ButtonStyle::plain, kResetTip, begun || running)) {
    session.reset_training();
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

void rewards(const Frame& frame, const Rect& area) {
  const Painter& paint = frame.paint();
  const session::Training& training = frame.session.training();
  const auto final_reward = series(training, &CurvePoint::final_reward);
  const auto delta_reward = series(training, &CurvePoint::delta_reward);
  const double best_reward = training.best_reward.value_or(1.0);
  double low = 0.0;
  double high = std::max(best_reward, 0.1);
  for (const auto* points : {&final_reward, &delta_reward}) {
    for (const PlotPoint& point : *points) {
      low = std::min(low, point.y);
      high = std::max(high, point.y);
    }
  }
  low = std::max(std::floor(low * 2.0) / 2.0, -2.0);
  // Single lucky stretches may leave the plot; the dashed line stays near its top.
  high = std::min(high, best_reward * 1.12);
  const std::string best = short_number(std::round(best_reward * 100.0) / 100.0);
  const std::string lowest = short_number(low);
  const float gutter = std::max({14.0f, paint.width(best, Type::small), paint.width(lowest, Type::small)}) + 8.0f;
  Axes axes{area.after(gutter), 0.0, 1.0, low, high};
  const auto points = training.curves.points();
  if (!points.empty()) {
    axes.x_min = points.front().env_steps;
    axes.x_max = points.back().env_steps;
  }
  const auto level = [&](double value, std::string_view text) {
    const float y = paint.look().snap(axes.y(value));
    paint.fill({axes.area.x, y, axes.area.w, 1.0f / paint.look().pixel_ratio()}, palette::kGridLine);
    paint.text_in({area.x, y - 8.0f, gutter - 6.0f, 16.0f}, text, Type::small, palette::kTextDim, Align::right);
  };
  if (low < 0.0) level(low, lowest);
  level(0.0, "0");
  paint.text_in({area.x, axes.y(best_reward) - 8.0f, gutter - 6.0f, 16.0f}, best, Type::small,
                palette::kTextDim, Align::right);
  draw_area(paint, axes, final_reward, faded(palette::kSnare, 0.26f));
  draw_curve(paint, axes, delta_reward, palette::kViolet, 1.4f);
  draw_curve(paint, axes, final_reward, palette::kSnare, 1.8f);
  draw_best(paint, axes, best_reward, "best possible");
  if (points.empty()) {
    paint.text_in(axes.area, "Press Train and watch it learn", Type::body, palette::kTextDim, Align::centre);
  }
  frame.widgets.explain("reward_curves", area, kPlotTip);
}

void legend(const Frame& frame, const Rect& row) {
  const Painter& paint = frame.paint();
  const session::Training& training = frame.session.training();
  const auto entry = [&](const Rect& rect, Colour colour, std::string_view name, Member member) {
    paint.disc({rect.x + 3.5f, rect.centre().y}, 3.5f, colour);
    const Rect words = rect.after(13.0f);
    paint.text_in(words, name, Type::small, palette::kTextDim);
    paint.text_in(words.after(paint.width(name, Type::small) + 7.0f), latest_words(training, member, 2), Type::small,
                  palette::kText, Align::left, Digits::tabular);
  };
  entry(row.left_part(row.w / 2), palette::kSnare, "final reward", &CurvePoint::final_reward);
  entry(row.after(row.w / 2), palette::kViolet, "delta reward", &CurvePoint::delta_reward);
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
  const session::Training& training = frame.session.training();
  const bool softmax = training.exploration == core::Exploration::softmax;
  const std::array<Spark, 3> all = {{
      {"return", "return", &CurvePoint::episode_return, palette::kGreen, 2,
       "Episode return: the sum of the rewards of an episode, mean over the latest episodes."},
      {"loss", "loss", &CurvePoint::loss, palette::kTextSoft, 4,
       "How far the network's guesses are from what it is taught (Huber loss)."},
      {"exploration",
       !softmax         ? "epsilon"
       : row.w < 260.0f ? "temp."
                        : "temperature",
       &CurvePoint::exploration, palette::kTextSoft, 2,
       softmax ? "Exploration: how freely it tries other toggles (softmax temperature). It cools as it learns."
               : "Exploration: the chance of a random toggle (epsilon). It falls as it learns."},
  }};
  const Painter& paint = frame.paint();
  constexpr float kGap = 14.0f;
  const float room = row.w - 2 * kGap;
  // The last has the longest name.
  const std::array<float, 3> widths = {room * 0.29f, room * 0.32f, room * 0.39f};
  float x = row.x;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Spark& spark = all[i];
    const Rect rect{x, row.y, widths[i], row.h};
    x += widths[i] + kGap;
    const auto points = series(training, spark.member);
    const Rect words = rect.top_part(16.0f);
    paint.text_in(words, spark.label, Type::small, palette::kTextDim);
    paint.text_in(words, latest_words(training, spark.member, spark.decimals), Type::small, palette::kText,
                  Align::right, Digits::tabular);
    Axes axes{rect.below(20.0f), 0.0, 1.0, 0.0, 1e-6};
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

void draw_train_panel(const Frame& frame) {
  const session::Training& training = frame.session.training();
  std::string aside;
  using session::TrainingStatus;
  if (training.status == TrainingStatus::training && training.env_steps_per_second > 0.0) {
    aside = grouped_number(training.env_steps_per_second) + " steps/s";
  } else if (training.status == TrainingStatus::training) {
    aside = "starting";
  } else if (training.status == TrainingStatus::paused) {
    aside = "paused";
  } else if (training.status == TrainingStatus::crashed) {
    aside = "stopped";
  }
  const Rect inside = begin_panel(frame, Panel::train, "panel_train", "Train", aside, kPanelTip);
  if (inside.empty()) return;
  const float button_height = frame.narrow() ? 44.0f : 34.0f;
  buttons(frame, inside.top_part(button_height));
  const float sparks_height = 46.0f;
  const Rect rest = inside.below(button_height);
  const Rect sparks_row{rest.x, rest.bottom() - 16.0f - sparks_height, rest.w, sparks_height};
  const Rect legend_row{rest.x, sparks_row.y - 28.0f, rest.w, 18.0f};
  if (!training.sentence.empty() && training.status != TrainingStatus::training) {
    // Why it stopped stands where the curves' legend is.
    frame.paint().text_in(legend_row, training.sentence, Type::small, palette::kBad);
    frame.widgets.explain("training_sentence", legend_row, training.sentence);
  } else {
    legend(frame, legend_row);
  }
  rewards(frame, {rest.x, rest.y + 28.0f, rest.w, legend_row.y - rest.y - 36.0f});
  sparks(frame, sparks_row);
}

}  // namespace ui
