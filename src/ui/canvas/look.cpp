#include "ui/canvas/look.h"

#include <cmath>

#include "core/text.h"
#include "embedded_fonts.h"

namespace ui {
namespace {

struct Face {
  float size;  // CSS px
  bool semi_bold;
};

constexpr std::array<Face, kTypeCount> kFaces = {{
    {11.0f, false},
    {10.0f, true},
    {13.0f, false},
    {13.0f, true},
    {15.0f, true},
    {18.0f, true},
    {22.0f, true},
}};

// Inter's ascent plus descent in em: Dear ImGui takes a font's size as this height, the type scale means the em.
constexpr float kLineHeightEm = 1.2102f;

// Latin-1 for names that people give, and the few symbols of the interface.
constexpr std::array<ImWchar, 17> kGlyphs = {0x20,   0x7e,   0xa0,   0xff,   0x2013, 0x2014, 0x2018, 0x201d, 0x2026,
                                             0x2026, 0x2190, 0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0};

}  // namespace

Colour faded(Colour colour, float opacity) {
  const float alpha = static_cast<float>(colour >> IM_COL32_A_SHIFT) * std::clamp(opacity, 0.0f, 1.0f);
  return (colour & ~IM_COL32_A_MASK) | (static_cast<Colour>(alpha + 0.5f) << IM_COL32_A_SHIFT);
}

Colour mix(Colour a, Colour b, float t) {
  const float share = std::clamp(t, 0.0f, 1.0f);
  Colour result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float from = static_cast<float>((a >> shift) & 0xff);
    const float to = static_cast<float>((b >> shift) & 0xff);
    result |= static_cast<Colour>(from + (to - from) * share + 0.5f) << shift;
  }
  return result;
}

void Look::start(BrowserText& texts) {
  texts_ = &texts;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.MouseDragThreshold = 4.0f;

  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0.0f;
  style.WindowRounding = 0.0f;
  style.WindowMinSize = {1, 1};
  style.CurveTessellationTol = 0.5f;
}

bool Look::set_pixel_ratio(float ratio) {
  if (ratio == ratio_) return false;
  ratio_ = ratio;
  ImGui::GetStyle().CircleTessellationMaxError = 0.2f / ratio;

  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (std::size_t i = 0; i < kTypeCount; ++i) {
    const auto& bytes = kFaces[i].semi_bold ? embedded::inter_semi_bold : embedded::inter_regular;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = ratio < 1.75f ? 3 : 1;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    // Light text on dark loses weight in linear coverage; a little more ink brings it back.
    config.RasterizerMultiply = ratio < 1.75f ? 1.2f : 1.08f;
    // The atlas never writes to the font's bytes.
    auto* data = const_cast<unsigned char*>(bytes.data());
    fonts_[i] = atlas.AddFontFromMemoryTTF(data, static_cast<int>(bytes.size()), kFaces[i].size * kLineHeightEm * ratio,
                                           &config, kGlyphs.data());
  }
  atlas.Build();
  for (std::size_t i = 0; i < kTypeCount; ++i) {
    float widest = 0.0f;
    for (ImWchar digit = '0'; digit <= '9'; ++digit) widest = std::max(widest, fonts_[i]->GetCharAdvance(digit));
    digit_widths_[i] = widest / ratio;
  }
  return true;
}

float Look::snap(float css) const { return std::round(css * ratio_) / ratio_; }

Rect Look::snap(const Rect& rect) const {
  const float left = snap(rect.x);
  const float top = snap(rect.y);
  return {left, top, snap(rect.right()) - left, snap(rect.bottom()) - top};
}

bool Look::lacks(std::string_view utf8, Type type) const {
  constexpr char32_t kLastWide = 0xFFFF;  // of ImWchar
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code = core::next_code_point(utf8, at);
    if (code < 0x80 || code == core::kNoCodePoint) continue;
    if (code > kLastWide || font(type)->FindGlyphNoFallback(static_cast<ImWchar>(code)) == nullptr) return true;
  }
  return false;
}

const TextPicture* Look::picture(std::string_view utf8, Type type, float limit) const {
  return texts_->find({.text = std::string(utf8),
                       .size_px = size(type) * ratio_,
                       .semi_bold = kFaces[static_cast<std::size_t>(type)].semi_bold,
                       .limit_px = static_cast<int>(limit * ratio_)});
}

float Look::size(Type type) const { return kFaces[static_cast<std::size_t>(type)].size; }

}  // namespace ui
