#include "ui/canvas/gl_program.h"

#include <GLES3/gl3.h>

namespace ui {
namespace {

unsigned compile(unsigned kind, std::string_view source) {
  const unsigned shader = glCreateShader(kind);
  const char* text = source.data();
  const auto length = static_cast<int>(source.size());
  glShaderSource(shader, 1, &text, &length);
  glCompileShader(shader);
  return shader;
}

}  // namespace

unsigned link_program(std::string_view vertex_source, std::string_view fragment_source) {
  const unsigned vertex = compile(GL_VERTEX_SHADER, vertex_source);
  const unsigned fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
  const unsigned program = glCreateProgram();
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  glLinkProgram(program);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  int linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  if (linked) return program;
  glDeleteProgram(program);
  return 0;
}

}  // namespace ui
