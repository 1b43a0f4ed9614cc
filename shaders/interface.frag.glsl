#version 300 es
precision mediump float;

uniform sampler2D atlas;  // coverage in red

in vec2 atlas_position;
in vec4 tint;
out vec4 colour;

void main() { colour = vec4(tint.rgb, tint.a * texture(atlas, atlas_position).r); }
