#version 300 es
// One instance a step: a column of the waterfall, on device pixels so that it lines up with the grid's cells.

uniform vec2 page;          // CSS px
uniform vec4 area;          // x, y, width, height, CSS px
uniform vec4 columns;       // x of the first, cell width, gap, gap between beats, CSS px
uniform float pixel_ratio;
uniform int steps_per_beat;

flat out int step_index;
out float from_bottom;      // CSS px above the newest row's lower edge

float on_pixel(float css) { return floor(css * pixel_ratio + 0.5) / pixel_ratio; }

void main() {
  step_index = gl_InstanceID;
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  float left = columns.x + float(step_index) * (columns.y + columns.z) +
               float(step_index / steps_per_beat) * (columns.w - columns.z);
  vec2 at = vec2(mix(on_pixel(left), on_pixel(left + columns.y), corner.x), area.y + corner.y * area.w);
  from_bottom = (1.0 - corner.y) * area.w;
  gl_Position = vec4(at.x / page.x * 2.0 - 1.0, 1.0 - at.y / page.y * 2.0, 0.0, 1.0);
}
