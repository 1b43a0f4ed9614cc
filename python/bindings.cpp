// The C++ core for Python: environments, metrics, agents. What it is called and how it is told is in backbeat/*.py.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "agent/agent_file.h"
#include "env/band_env.h"
#include "env/rhythm_env.h"
#include "rhythm/band.h"
#include "rhythm/metric_table.h"
#include "trainer/report.h"
#include "trainer/truth.h"

namespace py = pybind11;

namespace {

using Bytes = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>;

template <class Value>
Value or_raise(core::Result<Value> result) {
  if (!result) throw std::invalid_argument(result.error().message);
  return std::move(*result);
}

rhythm::Row row_of(const Bytes& cells) {
  if (cells.ndim() != 1) throw std::invalid_argument("A row is one list of steps.");
  rhythm::Row row(cells.data(), cells.data() + cells.size());
  if (static_cast<int>(row.size()) < rhythm::kMinSteps || static_cast<int>(row.size()) > rhythm::kMaxSteps) {
    throw std::invalid_argument("A row has from 2 to 1024 steps.");
  }
  for (std::uint8_t& cell : row) cell = cell != 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
  return row;
}

template <class Values>
py::array_t<float> floats(const Values& values) {
  return py::array_t<float>(static_cast<py::ssize_t>(values.size()), values.data());
}

py::array_t<std::uint8_t> onsets(std::span<const std::uint8_t> row) {
  py::array_t<std::uint8_t> cells(static_cast<py::ssize_t>(row.size()));
  for (std::size_t i = 0; i < row.size(); ++i) cells.mutable_data()[i] = row[i] != 0 ? 1 : 0;
  return cells;
}

void check_steps(int steps) {
  if (steps < rhythm::kMinSteps || steps > rhythm::kMaxSteps) throw std::invalid_argument("Steps go from 2 to 1024.");
}

// A preset by its name, or settings as JSON text.
rhythm::RewardSettings reward_of(const std::string& reward) {
  if (reward.starts_with('{')) return or_raise(rhythm::reward_settings_from_json(reward));
  return or_raise(rhythm::preset_settings(reward));
}

class Single {
 public:
  Single(int steps, const std::string& reward, bool leave_it, bool delta, int episode_steps)
      : env_([&] {
          check_steps(steps);
          if (episode_steps < 1) throw std::invalid_argument("An episode has at least one step.");
          return env::EnvOptions{.steps = steps,
                                 .leave_it = leave_it,
                                 .reward_mode = delta ? core::RewardMode::delta : core::RewardMode::level,
                                 .episode_steps = episode_steps};
        }()) {
    env_.set_tables(env::TermTables::make(env::TermScorer(steps)));
    env_.set_reward(reward_of(reward));
  }

  py::array_t<float> reset(std::optional<std::uint64_t> seed, const std::optional<Bytes>& kick,
                           const std::optional<Bytes>& snare) {
    const rhythm::Row heard = kick ? row_of(*kick) : rhythm::Row();
    const rhythm::Row own = snare ? row_of(*snare) : rhythm::Row();
    for (const rhythm::Row* row : {&heard, &own}) {
      if (!row->empty() && static_cast<int>(row->size()) != env_.steps()) {
        throw std::invalid_argument("The row has another length than the environment.");
      }
    }
    return floats(env_.reset(seed, {.kick = heard, .snare = own}));
  }

  py::tuple step(int action) {
    if (action < 0 || action >= env_.action_count()) throw std::invalid_argument("There is no such action.");
    const env::StepResult result = env_.step(action);
    py::dict terms;
    for (const rhythm::TermInfo& info : rhythm::term_table()) {
      terms[py::str(std::string(info.key))] = result.info.terms[static_cast<std::size_t>(info.term)];
    }
    return py::make_tuple(floats(result.observation), result.reward, result.terminated, result.truncated, terms);
  }

  int steps() const { return env_.steps(); }
  int action_count() const { return env_.action_count(); }
  std::string render() const { return env_.render(); }
  py::array_t<std::uint8_t> kick() const { return onsets(rhythm::row_of(env_.kick())); }
  py::array_t<std::uint8_t> snare() const { return onsets(rhythm::row_of(env_.snare())); }

 private:
  env::RhythmEnv env_;
};

class Several {
 public:
  Several(const std::string& band, int steps, bool shared_reward, bool leave_it, int episode_steps)
      : env_(
            [&] {
              check_steps(steps);
              return env::BandScorer(rhythm::parts_of(or_raise(rhythm::find_band(band))), steps);
            }(),
            {.leave_it = leave_it, .shared_reward = shared_reward, .episode_steps = std::max(1, episode_steps)}) {}

  std::vector<std::string> agents() const {
    std::vector<std::string> names;
    for (std::size_t agent = 0; agent < env_.agents(); ++agent) names.push_back(env_.agent_name(agent));
    return names;
  }
  std::vector<py::array_t<float>> reset(std::optional<std::uint64_t> seed) { return lists(env_.reset(seed)); }
  py::tuple step(const std::vector<int>& actions) {
    if (actions.size() != env_.agents()) throw std::invalid_argument("Every agent acts.");
    for (const int action : actions) {
      if (action < 0 || action >= env_.action_count(0)) throw std::invalid_argument("There is no such action.");
    }
    const env::BandStep& step = env_.step(actions);
    return py::make_tuple(lists(step.observations), step.rewards, std::vector<bool>(step.truncations), step.shares,
                          step.shared);
  }
  int observation_size() const { return env_.observation_size(0); }
  int action_count() const { return env_.action_count(0); }

 private:
  static std::vector<py::array_t<float>> lists(const std::vector<std::vector<float>>& observations) {
    std::vector<py::array_t<float>> made;
    for (const auto& each : observations) made.push_back(floats(each));
    return made;
  }

  env::BandEnv env_;
};

class LoadedAgent {
 public:
  explicit LoadedAgent(agent::Agent agent) : agent_(std::move(agent)) {}

  int steps() const { return agent_.network.steps(); }
  std::string name() const { return agent_.info.name; }

  // (n) ones and zeros.
  py::array_t<std::uint8_t> answer(const Bytes& kick, const std::optional<std::string>& reward) {
    const rhythm::Row heard = row_of(kick);
    const auto steps = static_cast<int>(heard.size());
    const trainer::Judge judge(steps, reward ? reward_of(*reward) : agent_.info.reward);
    const trainer::AnswerFunction answer =
        trainer::for_any_length(trainer::walking(agent_.network), agent_.network, steps);
    return onsets(answer(judge, heard).snare);
  }

 private:
  agent::Agent agent_;
};

LoadedAgent load(const py::bytes& bytes) {
  const std::string_view view = bytes;
  return LoadedAgent(
      or_raise(agent::decode_agent({reinterpret_cast<const std::uint8_t*>(view.data()), view.size()})));
}

// Every metric that applies to these rows.
py::dict metrics(const Bytes& snare, const std::optional<Bytes>& kick) {
  const rhythm::Row own = row_of(snare);
  const rhythm::Onsets snare_onsets = rhythm::Onsets::from_row(own);
  const rhythm::Row heard = kick ? row_of(*kick) : rhythm::Row();
  std::optional<rhythm::Onsets> kick_onsets;
  if (kick) kick_onsets = rhythm::Onsets::from_row(heard);
  const rhythm::Metre metre = rhythm::Metre::default_for(static_cast<int>(own.size()));
  const rhythm::MetricInput input{
      .snare = snare_onsets, .metre = metre, .kick = kick_onsets ? &*kick_onsets : nullptr, .hat = nullptr};
  if (const auto status = rhythm::check_input(input); !status) throw std::invalid_argument(status.error().message);
  py::dict values;
  for (const rhythm::Metric& metric : rhythm::metric_table()) {
    const auto value = rhythm::score(metric, input);
    if (value) values[py::str(std::string(metric.key))] = *value;
  }
  return values;
}

}  // namespace

PYBIND11_MODULE(_core, module) {
  module.doc() = "The core of Backbeat; see the package backbeat.";
  py::class_<Single>(module, "Single")
      .def(py::init<int, const std::string&, bool, bool, int>())
      .def("reset", &Single::reset)
      .def("step", &Single::step)
      .def("render", &Single::render)
      .def_property_readonly("steps", &Single::steps)
      .def_property_readonly("action_count", &Single::action_count)
      .def_property_readonly("kick", &Single::kick)
      .def_property_readonly("snare", &Single::snare);
  py::class_<Several>(module, "Several")
      .def(py::init<const std::string&, int, bool, bool, int>())
      .def("reset", &Several::reset)
      .def("step", &Several::step)
      .def_property_readonly("agents", &Several::agents)
      .def_property_readonly("observation_size", &Several::observation_size)
      .def_property_readonly("action_count", &Several::action_count);
  py::class_<LoadedAgent>(module, "LoadedAgent")
      .def("answer", &LoadedAgent::answer)
      .def_property_readonly("steps", &LoadedAgent::steps)
      .def_property_readonly("name", &LoadedAgent::name);
  module.def("load", &load);
  module.def("metrics", &metrics);
}
