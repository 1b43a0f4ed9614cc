#version 300 es
precision mediump float;

uniform sampler2D atlas;  // coverage in red; or a picture in its own colours
uniform bool picture;

in vec2 atlas_position;
in vec4 tint;
out vec4 colour;

void main() {
  vec4 texel = texture(atlas, atlas_position);
  colour = tint * (picture ? texel : vec4(1.0, 1.0, 1.0, texel.r));
}
