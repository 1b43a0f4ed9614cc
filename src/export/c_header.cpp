// The agent as a C99 header: weights, the forward of its MLP, and the greedy walk of where no scorer is at hand.
#include <algorithm>
#include <cstdio>
#include <sstream>

#include "export/export.h"

namespace exporting {
namespace {

constexpr int kPerLine = 8;

std::string literal(float value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
  std::string number = text;
  if (number.find_first_of(".e") == std::string::npos) number += ".0";
  return number + "f";
}

void write_numbers(std::ostringstream& out, const std::string& name, const std::vector<float>& values) {
  out << "static const float " << name << "[" << values.size() << "] = {";
  for (std::size_t i = 0; i < values.size(); ++i) {
    out << (i % kPerLine == 0 ? "\n  " : " ") << literal(values[i]) << (i + 1 < values.size() ? "," : "");
  }
  out << "\n};\n";
}

// Of a comment: nothing in a name may end it.
std::string quiet(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '*' || c == '/') c = ' ';
  }
  return text;
}

constexpr const char* kFunctions = R"(
/* q[a]: the Q-value of each action for a kick and a snare of BACKBEAT_STEPS bytes each, nonzero for a hit.
   Action a < BACKBEAT_STEPS toggles that step of the snare, the last one leaves it, where there is one. */
static void backbeat_q_values(const unsigned char *kick, const unsigned char *snare, float *q) {
  float a[BACKBEAT_WIDEST];
  float b[BACKBEAT_WIDEST];
  float *from = a;
  float *to = b;
  int layer, i, o;
  for (i = 0; i < BACKBEAT_STEPS; i++) {
    const float k = kick[i] ? 1.0f : -1.0f;
    const float s = snare[i] ? 1.0f : -1.0f;
    from[i] = k;
    from[BACKBEAT_STEPS + i] = s;
    from[2 * BACKBEAT_STEPS + i] = k * s;
  }
  for (layer = 0; layer < BACKBEAT_LAYERS; layer++) {
    const int inputs = backbeat_sizes[layer];
    const int outputs = backbeat_sizes[layer + 1];
    const float *weights = backbeat_weights[layer];
    float *result = layer + 1 < BACKBEAT_LAYERS ? to : q;
    for (o = 0; o < outputs; o++) {
      float sum = backbeat_biases[layer][o];
      for (i = 0; i < inputs; i++) sum += weights[o * inputs + i] * from[i];
      result[o] = layer + 1 < BACKBEAT_LAYERS && sum < 0.0f ? 0.0f : sum;
    }
    to = from;
    from = result;
  }
}

/* Answers a kick: from the snare that is there, which is changed, always the action of the highest Q-value, until that is
   to leave it, a snare comes back, or 2 * BACKBEAT_STEPS toggles are done. `locked` may be null, or has nonzero bytes for
   steps not to be touched. Returns the number of toggles. */
static int backbeat_answer(const unsigned char *kick, unsigned char *snare, const unsigned char *locked) {
  float q[BACKBEAT_ACTIONS];
  unsigned char visited[2 * BACKBEAT_STEPS + 1][BACKBEAT_STEPS];
  int toggles, i, j;
  for (toggles = 0; toggles < 2 * BACKBEAT_STEPS; toggles++) {
    int best = -1;
    for (j = 0; j < toggles; j++) {
      int same = 1;
      for (i = 0; i < BACKBEAT_STEPS; i++) same = same && visited[j][i] == (snare[i] != 0);
      if (same) return toggles;
    }
    for (i = 0; i < BACKBEAT_STEPS; i++) visited[toggles][i] = snare[i] != 0;
    backbeat_q_values(kick, snare, q);
    for (i = 0; i < BACKBEAT_STEPS; i++) {
      if (locked && locked[i]) continue;
      if (best < 0 || q[i] > q[best]) best = i;
    }
    if (best < 0) return toggles;
    if (BACKBEAT_ACTIONS > BACKBEAT_STEPS && q[BACKBEAT_ACTIONS - 1] >= q[best]) return toggles;
    snare[best] = (unsigned char)!snare[best];
  }
  return toggles;
}
)";

}  // namespace

std::string to_c_header(const agent::Agent& agent) {
  const std::vector<Dense> layers = dense_layers(agent.network);
  const TestVector vector = test_vector(agent);
  std::ostringstream out;
  out << "/* " << quiet(agent.info.name.empty() ? "An agent of Backbeat" : agent.info.name)
      << ": answers a kick pattern with a snare pattern. C99, no library, no allocation.\n   " << quiet(agent.info.note)
      << " */\n#ifndef BACKBEAT_AGENT_H\n#define BACKBEAT_AGENT_H\n\n";
  int widest = 0;
  for (const Dense& layer : layers) widest = std::max({widest, layer.inputs, layer.outputs});
  out << "#define BACKBEAT_STEPS " << agent.network.steps() << "\n#define BACKBEAT_ACTIONS "
      << agent.network.action_count() << "\n#define BACKBEAT_LAYERS " << layers.size() << "\n#define BACKBEAT_WIDEST "
      << widest << "\n\n";
  for (std::size_t i = 0; i < layers.size(); ++i) {
    write_numbers(out, "backbeat_w" + std::to_string(i), layers[i].weights);
    write_numbers(out, "backbeat_b" + std::to_string(i), layers[i].biases);
  }
  const auto list = [&](const char* name, const char* of) {
    out << "static const float *const " << name << "[BACKBEAT_LAYERS] = {";
    for (std::size_t i = 0; i < layers.size(); ++i) out << (i > 0 ? ", " : "") << of << i;
    out << "};\n";
  };
  out << "static const int backbeat_sizes[BACKBEAT_LAYERS + 1] = {" << layers.front().inputs;
  for (const Dense& layer : layers) out << ", " << layer.outputs;
  out << "};\n";
  list("backbeat_weights", "backbeat_w");
  list("backbeat_biases", "backbeat_b");
  write_numbers(out, "backbeat_test_observation", vector.inputs);
  write_numbers(out, "backbeat_test_q_values", vector.outputs);
  out << kFunctions << "\n#endif\n";
  return out.str();
}

}  // namespace exporting
