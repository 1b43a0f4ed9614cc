// Commands of training and evaluation.
#include <algorithm>
#include <utility>

#include "session/wire/commands.h"
#include "session/wire/evaluation_json.h"
#include "session/wire/training_json.h"

namespace session {
namespace {

// --- Training -----------------------------------------------------------------------------------------------------

Reply train(const Call& call) {
  call.session.coach().train();
  return Json();
}

Reply pause(const Call& call) {
  call.session.coach().pause();
  return Json();
}

Reply toggle_training(const Call& call) {
  call.session.coach().toggle();
  return Json();
}

Reply reset(const Call& call) {
  call.session.coach().reset();
  return Json();
}

Reply set_config(const Call& call) {
  const Json* json = call.json.find("config");
  if (json == nullptr) return core::fail("\"config\" should be an object of hyper-parameters.");
  const auto config = core::config_from_json(json->dump(), call.session.document().config);
  if (!config) return refuse(config.error());
  return reply(call.session.edit(session::set_config, *config));
}

Reply stats(const Call& call) {
  const auto stats = read_training_stats(read_written(call.json, "stats"));
  return stats ? reply(call.session.coach().take_stats(*stats)) : refuse(stats.error());
}

Reply agent(const Call& call) {
  if (auto status = call.session.coach().take_agent(call.inbox); !status) return refuse(status.error());
  return Json{{"gradient_steps", call.session.player().agents().card(Side::a)->gradient_steps}};
}

// {"seconds"}, with the agent's file -> {"updates"}.
Reply mark(const Call& call) {
  if (!call.session.coach().training().learner) return Json();  // it gave way to another agent meanwhile
  const auto seconds = read_number(call.json, "seconds");
  if (!seconds) return refuse(seconds.error());
  const auto updates = call.session.coach().take_mark(*seconds, call.inbox);
  if (!updates) return refuse(updates.error());
  return Json{{"updates", *updates}};
}

// {"updates", "seconds", "verdict"}: what Service::judge says of the agent of that time.
Reply progress(const Call& call) {
  if (!call.session.coach().training().learner) return Json();  // it gave way to another agent meanwhile
  Verdict verdict;
  const Json judged = read_written(call.json, "verdict");
  const std::pair<const Json&, std::pair<const char*, double*>> numbers[] = {
      {call.json, {"updates", &verdict.point.updates}},
      {call.json, {"seconds", &verdict.point.seconds}},
      {judged, {"regret", &verdict.point.regret}},
      {judged, {"optimal_share", &verdict.point.optimal_share}}};
  for (const auto& [object, entry] : numbers) {
    const auto number = read_number(object, entry.first);
    if (!number) return refuse(number.error());
    *entry.second = *number;
  }
  const auto kicks = read_int(judged, "kicks");
  if (!kicks) return refuse(kicks.error());
  const auto method = read_text(judged, "method");
  if (!method) return refuse(method.error());
  const ProgressPoint& point = verdict.point;
  if (!(point.updates >= 0.0 && point.optimal_share >= 0.0 && point.optimal_share <= 1.0) || *kicks < 1) {
    return core::fail("A verdict is about an agent's updates, from 0, and at least one kick.");
  }
  verdict.kicks = *kicks;
  verdict.exact = *method == "exact";
  return reply(call.session.coach().take_verdict(verdict));
}

Reply hear_mark(const Call& call) {
  const auto index = read_int(call.json, "index");
  if (!index) return refuse(index.error());
  if (*index < 0) return core::fail("A mark's index counts from 0.");
  return reply(call.session.coach().hear_mark(static_cast<std::size_t>(*index)));
}

Reply set_attempts(const Call& call) {
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  call.session.coach().set_plays_attempts(*on);
  return Json();
}

Reply trainer_state(const Call& call) {
  const auto state = read_text(call.json, "state");
  if (!state) return refuse(state.error());
  return reply(call.session.coach().take_state(*state));
}

Reply trainer_error(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.coach().trainer_error(*sentence);
  return Json();
}

Reply trainer_crashed(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.coach().trainer_crashed(*sentence);
  return Json();
}

// --- Evaluation ------------------------------------------------------------------------------------------------------

Reply evaluate(const Call& call) {
  const auto iterations = read_int_or(call.json, "iterations", kEvaluationIterations);
  if (!iterations) return refuse(iterations.error());
  const auto starts = read_int_or(call.json, "starts", kEvaluationStarts);
  if (!starts) return refuse(starts.error());
  const auto kicks = read_int_or(call.json, "kicks", kEvaluationKicks);
  if (!kicks) return refuse(kicks.error());
  return reply(call.session.coach().evaluations().start(*iterations, *starts, *kicks));
}

Reply evaluation(const Call& call) {
  if (!call.json.contains("result")) return core::fail("\"result\" should be what the trainer's evaluation gave.");
  auto evaluation = evaluation_from_json(read_written(call.json, "result"));
  if (!evaluation) {
    call.session.coach().evaluations().fail(evaluation.error().message);
    return refuse(evaluation.error());
  }
  call.session.coach().evaluations().take(std::move(*evaluation));
  return Json();
}

Reply evaluation_error(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.coach().evaluations().fail(*sentence);
  return Json();
}

Reply evaluation_csv_text(const Call& call) {
  const auto& evaluation = call.session.coach().evaluations().latest();
  if (!evaluation) return core::fail("There is no evaluation to save yet: press Evaluate first.");
  return Json{{"name", "backbeat-evaluation.csv"}, {"text", evaluation_csv(*evaluation)}};
}

Reply download(const Call& call) {
  const auto what = read_text(call.json, "what");
  if (what && *what == "agent") return reply(call.session.download_agent());
  if (what && *what == "evaluation_csv")
    return reply(call.session.coach().evaluations().download(Downloaded::evaluation_csv));
  if (what && *what == "evaluation_png")
    return reply(call.session.coach().evaluations().download(Downloaded::evaluation_png));
  return core::fail("\"what\" should be \"agent\", \"evaluation_csv\" or \"evaluation_png\".");
}

}  // namespace

std::span<const Command> training_commands() {
  static constexpr Command commands[] = {
      {"train", train},
      {"pause", pause},
      {"toggle_training", toggle_training},
      {"reset", reset},
      {"set_config", set_config},
      {"stats", stats},
      {"agent", agent},
      {"mark", mark},
      {"progress", progress},
      {"hear_mark", hear_mark},
      {"set_attempts", set_attempts},
      {"trainer_state", trainer_state},
      {"trainer_error", trainer_error},
      {"trainer_crashed", trainer_crashed},
      {"evaluate", evaluate},
      {"evaluation", evaluation},
      {"evaluation_error", evaluation_error},
      {"evaluation_csv", evaluation_csv_text},
      {"download", download},
  };
  return commands;
}

}  // namespace session
