#version 300 es
// A row is a snapshot of the policy: the likelier a toggle of this step, the brighter.
precision highp float;

uniform highp sampler2D policy;  // (rows, steps), brightness 0-1, oldest row first
uniform int row_count;
uniform float row_height;        // CSS px

flat in int step_index;
in float from_bottom;
out vec4 colour;

const vec3 empty = vec3(0.086, 0.098, 0.122);
const vec3 low = vec3(0.090, 0.137, 0.165);
const vec3 middle = vec3(0.184, 0.447, 0.545);
const vec3 high = vec3(0.298, 0.788, 0.941);

float brightness(int row) {
  return texelFetch(policy, ivec2(step_index, clamp(row, 0, row_count - 1)), 0).r;
}

void main() {
  float age = from_bottom / row_height;  // rows above the newest
  int row = row_count - 1 - int(floor(age));
  if (row < 0) {
    // Not trained long enough to fill the panel.
    colour = vec4(empty, 1.0);
    return;
  }
  // A row that is thinner than two pixels takes in its neighbours instead of flickering between them.
  float blur = clamp(2.0 - row_height, 0.0, 1.0) * 0.5;
  float value = mix(brightness(row), 0.5 * (brightness(row - 1) + brightness(row + 1)), blur);
  vec3 shade = value < 0.5 ? mix(low, middle, value * 2.0) : mix(middle, high, value * 2.0 - 1.0);
  // A hairline between rows that are tall enough for one, and a slow fade into the past.
  float seam = row_height > 4.0 && fract(age) > 1.0 - 1.0 / row_height ? 0.90 : 1.0;
  float past = mix(1.0, 0.72, smoothstep(0.0, 1.0, age / float(max(row_count, 1))));
  colour = vec4(mix(empty, shade, past) * seam, 1.0);
}
