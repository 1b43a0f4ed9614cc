#version 300 es
// Everything of the interface but the waterfall: triangles with a colour, smoothed or lettered by the font atlas.

uniform vec2 page;  // CSS px

layout(location = 0) in vec2 position;  // CSS px
layout(location = 1) in vec2 texture_position;
layout(location = 2) in vec4 vertex_colour;

out vec2 atlas_position;
out vec4 tint;

void main() {
  atlas_position = texture_position;
  tint = vertex_colour;
  gl_Position = vec4(position.x / page.x * 2.0 - 1.0, 1.0 - position.y / page.y * 2.0, 0.0, 1.0);
}
