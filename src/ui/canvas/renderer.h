// Plays Dear ImGui's draw lists back with WebGL2. Owns the GL program, the buffers and the font atlas's texture.
//
// Dear ImGui's own backend saves and restores the GL state around every frame; in a browser each such question waits
// for the GPU process. This page draws nothing else, so the renderer sets all it needs and asks nothing.
#pragma once

#include <span>

#include "imgui.h"

namespace ui {

class Renderer {
 public:
  // Tells Dear ImGui what the renderer can do.
  void start();
  // Draws the frame into a framebuffer of width x height device pixels.
  void draw(const ImDrawData& data, int width, int height);
  // A texture of width x height pixels of red, green, blue and alpha.
  static unsigned make_picture(int width, int height, const unsigned char* pixels);
  static void drop_pictures(std::span<const unsigned> textures);
  // The font atlas was built anew.
  void atlas_changed() { atlas_stale_ = true; }
  // The GL objects are gone with their context.
  void forget();

 private:
  void make_objects();
  void upload_atlas();
  void set_state(const ImDrawData& data) const;
  void draw_list(const ImDrawData& data, const ImDrawList& list, int height) const;
  // The atlas, or a picture.
  void use_texture(unsigned texture) const;

  unsigned program_ = 0;
  int page_uniform_ = -1;
  int picture_uniform_ = -1;
  unsigned vertex_array_ = 0;
  unsigned vertices_ = 0;
  unsigned indices_ = 0;
  unsigned atlas_ = 0;
  bool atlas_stale_ = true;
};

}  // namespace ui
