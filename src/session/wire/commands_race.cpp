// Commands of the race.
#include "session/wire/commands.h"
#include "session/wire/training_json.h"

namespace session {
namespace {

core::Result<RaceSettings> read_settings(const Call& call) {
  RaceSettings settings = call.session.coach().race_settings();
  const auto runners = read_int_or(call.json, "runners", settings.runners);
  if (!runners) return core::fail(runners.error().message);
  const auto seconds = read_int_or(call.json, "seconds", settings.seconds);
  if (!seconds) return core::fail(seconds.error().message);
  settings.runners = *runners;
  settings.seconds = *seconds;
  if (call.json.find("by") == nullptr) return settings;
  const auto by = read_text(call.json, "by");
  if (by && *by == name_of(RaceBy::seeds)) {
    settings.by = RaceBy::seeds;
  } else if (by && *by == name_of(RaceBy::settings)) {
    settings.by = RaceBy::settings;
  } else {
    return core::fail("\"by\" should be \"seeds\" or \"settings\".");
  }
  return settings;
}

Reply set_race(const Call& call) {
  const auto settings = read_settings(call);
  if (!settings) return refuse(settings.error());
  return reply(call.session.coach().set_race(*settings));
}

Reply race(const Call& call) {
  if (call.session.coach().racing()) return reply(call.session.coach().start_race());  // refused before anything is set
  if (auto set = set_race(call); !set) return set;
  return reply(call.session.coach().start_race());
}

Reply race_keep(const Call& call) { return reply(call.session.coach().keep_best()); }

Reply race_stop(const Call& call) {
  call.session.coach().stop_race();
  return Json();
}

Reply machine(const Call& call) {
  const auto cores = read_int(call.json, "cores");
  if (!cores) return refuse(cores.error());
  call.session.coach().set_cores(*cores);
  return Json();
}

Reply race_stats(const Call& call) {
  const auto runner = read_int(call.json, "runner");
  if (!runner) return refuse(runner.error());
  const auto stats = read_training_stats(read_written(call.json, "stats"));
  return stats ? reply(call.session.coach().race_stats(*runner, *stats)) : refuse(stats.error());
}

Reply race_agent(const Call& call) {
  const auto runner = read_int(call.json, "runner");
  if (!runner) return refuse(runner.error());
  const auto seconds = read_number(call.json, "seconds");
  if (!seconds) return refuse(seconds.error());
  const Json judged = read_written(call.json, "verdict");
  const auto regret = read_number(judged, "regret");
  if (!regret) return refuse(regret.error());
  const auto method = read_text(judged, "method");
  if (!method) return refuse(method.error());
  const auto finished = read_bool(call.json, "finished");
  if (!finished) return refuse(finished.error());
  const RaceVerdict verdict{
      .point = {.seconds = *seconds, .regret = *regret}, .exact = *method == "exact", .finished = *finished};
  return reply(call.session.coach().race_agent(*runner, verdict, call.inbox));
}

Reply race_dropped(const Call& call) {
  const auto runner = read_int(call.json, "runner");
  if (!runner) return refuse(runner.error());
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  return reply(call.session.coach().race_dropped(*runner, *sentence));
}

Reply race_error(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.coach().race_error(*sentence);
  return Json();
}

}  // namespace

std::span<const Command> race_commands() {
  static constexpr Command commands[] = {
      {"race", race},
      {"set_race", set_race},
      {"race_keep", race_keep},
      {"race_stop", race_stop},
      {"machine", machine},
      {"race_stats", race_stats},
      {"race_agent", race_agent},
      {"race_dropped", race_dropped},
      {"race_error", race_error},
  };
  return commands;
}

}  // namespace session
