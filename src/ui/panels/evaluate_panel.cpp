// The evaluation: the agent's answers to kicks it never heard, against the best there are and against simpler means.
// For the preset "Original" also how it fares from its best case, its worst case, and from random starts.
#include <array>
#include <cmath>
#include <vector>

#include "ui/canvas/plot.h"
#include "ui/desk/terms.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip =
    "How good the agent that plays is, by trial and by your reward. Click to fold it away.";
constexpr std::string_view kEvaluateTip =
    "Lets the agent answer kicks it has never heard and compares with the best snares there are, by your reward.";
constexpr std::string_view kPngTip = "Saves the plots as a picture.";
constexpr std::string_view kCsvTip = "Saves the numbers as a table.";
constexpr std::string_view kOriginal = "Original";

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
          const std::vector<double>* mean, const session::Scenarios* scenarios) {
  const Painter& paint = frame.paint();
  paint.text({area.x + 24.0f, area.y + 10.0f}, scenario.title, Type::small, palette::kTextSoft);
  Axes axes{Rect{area.x + 24.0f, area.y + 31.0f, area.w - 24.0f, area.h - 49.0f}, 0.0, 16.0, -1.0, 1.0};
  if (scenarios) axes.x_max = std::max(1, scenarios->iterations);
  const double best = scenarios ? scenarios->best_reward : 1.0;
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
    draw_curve(paint, axes, points_of(run->rewards), dim ? faded(palette::kCyan, 0.38f) : palette::kCyan,
               dim ? 1.3f : 1.8f);
    if (dim) draw_curve(paint, axes, points_of(*mean), palette::kCyan, 1.8f);
  }
  frame.widgets.explain(scenario.name, area, scenario.tip);
}

void plots(const Frame& frame, const Rect& area, bool stacked, const session::Scenarios* scenarios) {
  const float gap = stacked ? 6.0f : 18.0f;
  for (std::size_t i = 0; i < kScenarios.size(); ++i) {
    const auto index = static_cast<float>(i);
    const float width = (area.w - 2 * gap) / 3.0f;
    const float height = (area.h - 2 * gap) / 3.0f;
    const Rect place = stacked ? Rect{area.x, area.y + index * (height + gap), area.w, height}
                               : Rect{area.x + index * (width + gap), area.y, width, area.h};
    const session::EvaluationRun* run = nullptr;
    if (scenarios) run = i == 0 ? &scenarios->best : i == 1 ? &scenarios->worst : &scenarios->random;
    plot(frame, place, kScenarios[i], stacked || i == 0, run, scenarios && i == 2 ? &scenarios->mean_rewards : nullptr,
         scenarios);
  }
}

// --- The comparison --------------------------------------------------------------------------------------------------

struct Player {
  std::string_view name;
  std::string_view label;
  std::optional<double> regret;
  std::optional<double> mean;
  Colour colour;
  std::string tip;
};

std::vector<Player> players(const session::RegretReport* report) {
  const auto of = [&](double session::RegretReport::* member) {
    return report ? std::optional(report->*member) : std::nullopt;
  };
  using Report = session::RegretReport;
  const bool exact = !report || report->exact;
  std::vector<Player> all;
  all.push_back({"compare_optimum", exact ? "Best there is" : "Best found by a long search",
                 report ? std::optional(0.0) : std::nullopt, of(&Report::mean_optimum), palette::kTextSoft,
                 exact
                     ? "For each kick the best of all possible snares: every single one is scored."
                     : "There are too many snares to score them all: the best that a long simulated annealing finds."});
  if (report && report->think_regret) {
    all.push_back({"compare_think", "Thinking longer", report->think_regret, std::nullopt, palette::kCyanHover,
                   "The agent's answers after the small search that Think longer adds."});
  }
  const auto counted = [&](std::string_view tip, double session::RegretReport::* scorings) {
    return std::string(tip) + (report ? " Scores " + grouped_number(std::lround(report->*scorings)) + " snares." : "");
  };
  all.push_back({"compare_agent", "Agent", of(&Report::regret), of(&Report::mean_reward), palette::kCyan,
                 counted("The agent's own answers: the best snare that it saw.", &Report::scorings)});
  all.push_back({"compare_alone", "Network alone", of(&Report::regret_network_alone), std::nullopt, palette::kCyan,
                 "What the network plays where nothing scores snares for it, as in a plug-in."});
  all.push_back({"compare_tabu", "Tabu walk", of(&Report::regret_tabu), of(&Report::mean_tabu), palette::kViolet,
                 counted("A search without learning: always the best toggle that leads somewhere new, the best snare "
                         "on its way.",
                         &Report::scorings_search)});
  all.push_back({"compare_annealing", "Annealing", of(&Report::regret_annealing), of(&Report::mean_annealing),
                 palette::kViolet,
                 counted("A search without learning that takes losses while it is hot.", &Report::scorings_search)});
  all.push_back({"compare_hill_climb", "Hill climbing", of(&Report::regret_hill_climb), of(&Report::mean_hill_climb),
                 palette::kViolet,
                 "A program without learning: it makes the best single toggle until none is left, and may be stuck."});
  all.push_back({"compare_euclid", "Euclidean rhythm", of(&Report::regret_euclid), of(&Report::mean_euclid),
                 palette::kTextFaint, "Hits spread as evenly as the steps allow, the best number of them."});
  all.push_back({"compare_random", "Random snares", report ? std::optional(1.0) : std::nullopt,
                 of(&Report::mean_random), palette::kTextFaint, "What random snares earn on average: the zero."});
  return all;
}

// One bar for each: what is missing to the best there is, by powers of ten; the shorter the better.
void comparison(const Frame& frame, const Rect& area, const session::RegretReport* report) {
  const Painter& paint = frame.paint();
  const float label_width = std::min(area.w * 0.4f, 164.0f);
  constexpr float kNumber = 56.0f;
  const Rect head = area.top_part(18.0f);
  const Rect scale{head.x + label_width, head.y, head.w - label_width - kNumber - 8.0f, head.h};
  paint.text_in(head.left_part(label_width), "Missing to the best", Type::small, palette::kTextDim);
  for (const double regret : {0.001, 0.01, 0.1}) {
    const Rect mark{scale.x + scale.w * regret_place(regret) - 20.0f, scale.y, 40.0f, scale.h};
    paint.text_in(mark, short_number(regret * 100.0) + " %", Type::small, palette::kTextFaint, Align::centre);
  }
  paint.text_in(head.right_part(kNumber), "regret", Type::small, palette::kTextDim, Align::right);
  const auto all = players(report);
  if (report) frame.widgets.book("comparison", area);
  const float pitch = std::min(26.0f, (area.h - head.h) / static_cast<float>(all.size()));
  float y = head.bottom() + 2.0f;
  for (const Player& player : all) {
    const Rect row{area.x, y, area.w, pitch};
    y += pitch;
    const bool mine = player.name == "compare_agent" || player.name == "compare_think";
    paint.text_in(row.left_part(label_width - 10.0f), player.label, Type::body,
                  mine ? palette::kText : palette::kTextSoft);
    const Rect track{row.x + label_width, row.centre().y - 4.0f, row.w - label_width - kNumber - 8.0f, 8.0f};
    paint.fill({track.x, track.centre().y - 0.5f, track.w, 1.0f}, palette::kGridLine);
    std::string tip = player.tip;
    if (player.regret) {
      paint.fill(track.left_part(std::max(track.w * regret_place(*player.regret), 3.0f)), player.colour, 3.0f);
      if (player.mean) tip += " Reward " + fixed_number(*player.mean, 3) + " on average.";
      tip += " Regret: the share of the way from random snares to the best that is missing.";
    }
    paint.text_in(row.right_part(kNumber), player.regret ? regret_words(*player.regret) : "–", Type::body,
                  player.regret ? (mine ? palette::kText : palette::kTextSoft) : palette::kTextFaint, Align::right,
                  Digits::tabular);
    frame.widgets.explain(player.name, row, tip);
  }
}

// --- Numbers and buttons ---------------------------------------------------------------------------------------------

struct Stat {
  std::string_view name;
  std::string_view label;
  std::string value;
  std::string tip;
};

void draw_stat(const Frame& frame, const Rect& rect, const Stat& stat) {
  frame.paint().text({rect.x, rect.y + 12.0f}, stat.label, Type::small, palette::kTextDim);
  frame.paint().text({rect.x, rect.y + 37.0f}, stat.value, Type::big,
                     stat.value == "–" ? palette::kTextFaint : palette::kText);
  frame.widgets.explain(stat.name, rect, stat.tip);
}

std::string percent(double share) { return fixed_number(share * 100.0, share >= 0.9995 ? 0 : 1) + " %"; }

std::array<Stat, 4> stats_of(const session::Evaluation* result, bool original) {
  const session::RegretReport* report = result && result->report ? &*result->report : nullptr;
  const session::Scenarios* scenarios = result && result->scenarios ? &*result->scenarios : nullptr;
  const std::string kicks = std::string("Of ") + (report ? grouped_number(report->kicks) : "all") +
                            (report ? " kicks of " + std::to_string(report->steps) + " steps" : " kicks") +
                            (!report || report->held_out ? " that no training hears, " : ", ");
  const Stat regret = {"stat_regret", "regret", report ? regret_words(report->regret) : "–",
                       "How much is missing from the best there is: 0 % is the best, 100 % is random snares."};
  const Stat beats = {
      "stat_beats", "beats the tabu walk", report ? percent(report->beats_tabu) : "–",
      kicks + "the share where the agent's answer is better than what a search without learning finds."};
  if (original) {
    const std::string starts = std::string("Of ") + (scenarios ? grouped_number(scenarios->starts) : "2,000");
    return {{{"stat_reached", "reach the best", scenarios ? percent(scenarios->reached) : "–",
              starts + " random starts, the share that reaches the best possible reward."},
             {"stat_fewest", "in fewest toggles", scenarios ? percent(scenarios->fewest) : "–",
              starts + " random starts, the share that reaches the best possible reward without a wasted toggle."},
             regret,
             beats}};
  }
  const bool thought = report && report->think_optimal_share;
  return {{regret,
           {"stat_optimal", "best answers", report ? percent(report->optimal_share) : "–",
            kicks + "the share where the agent's answer is the best there is."},
           beats,
           {"stat_think", "best, thinking longer", thought ? percent(*report->think_optimal_share) : "–",
            kicks + "the share where the answer is the best there is after Think longer has searched."}}};
}

// What came out, in words.
std::string sentence_of(const session::Evaluation* result) {
  if (result == nullptr)
    return "How near the agent's answers come to the best there are, for kicks it has never heard.";
  if (!result->report) return "";
  const session::RegretReport& report = *result->report;
  const auto best = std::lround(report.optimal_share * report.kicks);
  std::string words = report.exact ? "The best answer there is" : "The best answer that a long search finds";
  words += " to " + grouped_number(best) + " of " + grouped_number(report.kicks) + " kicks" +
           (report.held_out ? " it never heard" : "") + "; ";
  const double missing = report.regret;
  const double search = report.regret_tabu;
  if (missing < 5e-5 && search < 5e-5) return words + "a search without learning does as well.";
  const char* than = missing < 0.95 * search ? "less than" : missing > 1.05 * search ? "more than" : "about as much as";
  return words + "it misses " + regret_words(missing) + ", " + than + " a search without learning (" +
         regret_words(search) + ").";
}

constexpr float kSentence = 22.0f;
constexpr float kSentenceWrapped = 36.0f;
constexpr float kBesideWidth = 560.0f;  // inside: numbers stand beside the bars, else above them

constexpr float kStatHeight = 44.0f;
constexpr float kStatPitch = 52.0f;

void stats(const Frame& frame, const Rect& area, const session::Evaluation* result, bool original) {
  const auto all = stats_of(result, original);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Rect half = i % 2 == 0 ? area.left_part(area.w / 2) : area.after(area.w / 2);
    draw_stat(frame, half.moved(0.0f, static_cast<float>(i / 2) * kStatPitch).top_part(kStatHeight), all[i]);
  }
}

// True if it was pressed, and an evaluation begins.
bool evaluate_button(const Frame& frame, const Rect& rect) {
  session::Session& session = frame.session;
  const bool running = session.coach().evaluations().status() == session::EvaluationStatus::running;
  if (!frame.widgets.button("evaluate", rect, running ? "Running" : "Evaluate", ButtonStyle::plain, kEvaluateTip,
                            !running && session.agent().has_value())) {
    return false;
  }
  const core::Status started = session.coach().evaluations().start();
  frame.report(started);
  return started.has_value();
}

void buttons(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const auto& result = session.coach().evaluations().latest();
  const float gap = 8.0f;
  const float main = std::round(row.w * 0.40f);
  const float side = (row.w - main - 2 * gap) / 2;
  evaluate_button(frame, row.left_part(main));
  const Rect png{row.x + main + gap, row.y, side, row.h};
  if (frame.widgets.button("save_png", png, "PNG", ButtonStyle::plain, kPngTip, result.has_value())) {
    frame.report(session.coach().evaluations().download(session::Downloaded::evaluation_png));
  }
  if (frame.widgets.button("save_csv", png.moved(side + gap, 0.0f), "CSV", ButtonStyle::plain, kCsvTip,
                           result.has_value())) {
    frame.report(session.coach().evaluations().download(session::Downloaded::evaluation_csv));
  }
}

// The scenarios belong to the preset "Original": shown for a result that has them, or while it is chosen.
bool shows_scenarios(const session::Session& session) {
  const auto& result = session.coach().evaluations().latest();
  return result ? result->scenarios.has_value() : session::name_of(session.document().part().reward) == kOriginal;
}

std::string aside_of(const session::Session& session) {
  const auto& result = session.coach().evaluations().latest();
  if (session.coach().evaluations().status() == session::EvaluationStatus::running) return "running";
  if (session.coach().evaluations().status() == session::EvaluationStatus::failed)
    return session.coach().evaluations().sentence();
  if (!result) return "";
  const std::string agent = result->agent_name.empty() ? "" : result->agent_name + ", ";
  return agent + "judged by " + result->reward_name;
}

}  // namespace

float evaluate_panel_height(const session::Session& session, float width, bool narrow) {
  if (width - 2 * kPanelPadding >= kBesideWidth) return kPanelHeader + kSentence + (narrow ? 184.0f : 172.0f);
  return kPanelHeader + kSentenceWrapped + kTouchTarget + 12.0f + 2 * kStatPitch +
         (shows_scenarios(session) ? 372.0f : 196.0f);
}

bool evaluation_speaks(const session::Session& session) {
  const session::Evaluations& evaluations = session.coach().evaluations();
  return evaluations.latest().has_value() || evaluations.status() == session::EvaluationStatus::running;
}

void draw_evaluate_panel(const Frame& frame) {
  const Rect& place = frame.layout.panel(Panel::evaluate).rect;
  const bool open = frame.layout.panel(Panel::evaluate).open;
  constexpr float kHeaderButton = 92.0f;
  const Rect whole = begin_panel(frame, Panel::evaluate, "panel_evaluate", "Evaluate", aside_of(frame.session),
                                 kPanelTip, open ? 0.0f : kHeaderButton + 12.0f);
  if (!open) {
    // Folded it can be asked all the same, and unfolds.
    const float height = frame.narrow() ? kTouchTarget : 30.0f;
    const Rect button{place.right() - kHeaderButton - 8.0f, place.centre().y - height / 2, kHeaderButton, height};
    if (evaluate_button(frame, button)) open_panel(frame, Panel::evaluate);
    return;
  }
  if (whole.empty()) return;
  const auto& shown = frame.session.coach().evaluations().latest();
  const session::Evaluation* result = shown ? &*shown : nullptr;
  const bool original = shows_scenarios(frame.session);
  const auto graphics = [&](const Rect& area, bool stacked) {
    if (original) {
      plots(frame, area, stacked, result && result->scenarios ? &*result->scenarios : nullptr);
    } else {
      comparison(frame, area, result && result->report ? &*result->report : nullptr);
    }
  };
  const bool stacked = whole.w < kBesideWidth;
  const std::string words = sentence_of(result);
  frame.widgets.explain("evaluate_sentence", whole.top_part(kSentence), words);
  if (stacked) {
    frame.paint().paragraph({whole.x, whole.y}, whole.w, words, Type::small, palette::kTextSoft);
  } else {
    frame.paint().text_in(whole.top_part(16.0f), words, Type::body, palette::kTextSoft);
  }
  const Rect inside = whole.below(stacked ? kSentenceWrapped : kSentence);
  if (stacked) {
    buttons(frame, inside.top_part(kTouchTarget));
    const float top = kTouchTarget + 12.0f;
    stats(frame, inside.below(top), result, original);
    const Rect rest = inside.below(top + 2 * kStatPitch + 4.0f);
    graphics({rest.x, rest.y, rest.w, rest.h - 14.0f}, true);
    return;
  }
  const float side = std::min(252.0f, inside.w * 0.3f);
  const Rect column = inside.right_part(side).inset(0.0f, 2.0f);
  stats(frame, column, result, original);
  const float button_height = frame.narrow() ? kTouchTarget : 34.0f;
  buttons(frame, {column.x, inside.bottom() - 16.0f - button_height, column.w, button_height});
  graphics({inside.x, inside.y, inside.w - side - 28.0f, inside.h - 12.0f}, false);
}

}  // namespace ui
