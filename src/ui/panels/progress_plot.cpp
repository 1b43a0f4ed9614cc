#include "ui/panels/progress_plot.h"

#include <cmath>
#include <vector>

#include "session/player/answering.h"
#include "ui/canvas/plot.h"
#include "ui/desk/terms.h"

namespace ui {
namespace {

constexpr std::string_view kPlotTip =
    "Regret: what the agent's answers to kicks it never heard miss of the best there are, from all of the way that "
    "random snares leave (100 %) down to nothing, by its updates; both by powers of ten. Click a mark below to "
    "hear the agent of that time.";
constexpr double kFewestDecades = 4.0;

// The number of updates in as few letters as there is room for: "1k".
std::string mark_words(double updates) {
  return updates < 1000.0 ? fixed_number(updates, 0) : fixed_number(updates / 1000.0, 0) + "k";
}

bool plays(const session::Session& session, const session::TrainingMark& mark) {
  const session::Agents& agents = session.player().agents();
  return agents.side() == session::Side::b && agents.answerer(session::Side::b) == mark.answerer.get();
}

void draw_marks(const Frame& frame, const Axes& axes, const Rect& strip) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  const auto& marks = session.coach().training().marks;
  const float decade = axes.area.w / static_cast<float>(axes.x_max - axes.x_min);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const float x = axes.x(std::log10(marks[i].updates));
    const float width = std::min(decade - 2.0f, kTouchTarget);
    const Rect target{std::clamp(x - width / 2, strip.x - 14.0f, strip.right() - width), strip.y, width, strip.h};
    const bool on = plays(session, marks[i]);
    const std::string updates = grouped_number(marks[i].updates) + (marks[i].updates == 1.0 ? " update" : " updates");
    const std::string tip =
        on ? "The agent of " + updates + " plays. Click to hear the newest again."
           : "Hear the agent as it was after " + updates + ", from the next bar line: it plays as B.";
    const Hit hit = frame.widgets.area("mark_" + std::to_string(i), target, tip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    const Colour ink = on ? palette::kCyan : hit.hovered ? palette::kText : palette::kTextDim;
    paint.line({x, axes.area.y}, {x, axes.area.bottom()}, faded(ink, on ? 0.7f : 0.25f), 1.0f);
    paint.disc({target.centre().x, strip.y + 6.0f}, 3.5f, ink);
    paint.text_in({target.x, strip.y + 10.0f, target.w, 14.0f}, mark_words(marks[i].updates), Type::small, ink,
                  Align::centre);
    if (hit.pressed) frame.report(session.coach().hear_mark(i));
  }
}

}  // namespace

void draw_progress(const Frame& frame, const Rect& area) {
  const Painter& paint = frame.paint();
  const session::Training& training = frame.session.coach().training();
  constexpr float kMarks = 26.0f;
  const float gutter = paint.width("0.01 %", Type::small) + 6.0f;
  Axes axes{{area.x + gutter, area.y, area.w - gutter, area.h - kMarks}, 0.0, kFewestDecades, 0.0, 1.0};
  axes.x_max = std::max(kFewestDecades, std::ceil(std::log10(std::max(1.0, training.gradient_steps))));
  const float pixel = 1.0f / paint.look().pixel_ratio();
  for (const double regret : {1.0, 0.01, 0.0001}) {
    const float y = paint.look().snap(axes.y(static_cast<double>(regret_place(regret))));
    paint.fill({axes.area.x, y, axes.area.w, pixel}, palette::kGridLine);
    paint.text_in({area.x, y - 8.0f, gutter - 5.0f, 16.0f}, short_number(regret * 100.0) + " %", Type::small,
                  palette::kTextDim, Align::right);
  }
  std::vector<PlotPoint> points;
  for (const session::ProgressPoint& point : training.progress) {
    points.push_back({std::log10(std::max(1.0, point.updates)), static_cast<double>(regret_place(point.regret))});
  }
  frame.widgets.book("progress", axes.area);
  frame.widgets.explain("progress", axes.area, kPlotTip);
  draw_curve(paint, axes, points, palette::kCyan, 1.8f);
  if (!points.empty()) paint.disc({axes.x(points.back().x), axes.y(points.back().y)}, 3.0f, palette::kCyan);
  const Rect words{area.x, area.y - 19.0f, area.w, 14.0f};
  paint.text_in(words, "regret", Type::small, palette::kTextDim);
  if (!training.progress.empty()) {
    paint.text_in(words.after(paint.width("regret ", Type::small) + 2.0f),
                  regret_words(training.progress.back().regret), Type::small, palette::kText, Align::left,
                  Digits::tabular);
  }
  draw_marks(frame, axes, area.below(area.h - kMarks + 1.0f));
}

std::string progress_sentence(const session::Session& session) {
  const session::Training& training = session.coach().training();
  const bool training_now = training.status == session::TrainingStatus::training;
  if (!training.verdict) {
    if (training.status == session::TrainingStatus::idle)
      return "A fresh agent learns for your sliders while you listen.";
    if (!training_now) return "It is judged again when it trains on.";
    const session::Heard* heard = session.answers().heard();
    return heard && heard->attempt ? "You hear what it tries out: at random at first." : "It has begun to learn.";
  }
  const session::Verdict& verdict = *training.verdict;
  const auto best = std::lround(verdict.point.optimal_share * verdict.kicks);
  std::string words = verdict.exact ? "Best possible answer to " : "As good as a long search for ";
  words += std::to_string(best) + " of " + std::to_string(verdict.kicks) + " kicks it never heard; " +
           fixed_number(verdict.point.seconds, verdict.point.seconds < 9.95 ? 1 : 0) + " s of training.";
  const session::Heard* heard = session.answers().heard();
  return heard && heard->attempt ? words + " You hear what it tries out." : words;
}

}  // namespace ui
