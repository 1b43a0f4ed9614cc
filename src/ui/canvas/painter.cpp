#include "ui/canvas/painter.h"

#include <cmath>

#include "core/text.h"
#include "imgui_internal.h"

namespace ui {
namespace {

constexpr float kCapHeightEm = 0.727f;  // Inter's

ImVec2 vec(Point p) { return {p.x, p.y}; }

// Walks the glyphs of a line: calls visit(glyph, x, advance) with x in CSS px from the line's left end, and returns the
// line's width.
template <class Visit>
float walk(const Look& look, std::string_view text, Type type, Digits digits, Visit visit) {
  const ImFont& font = *look.font(type);
  const float scale = 1.0f / look.pixel_ratio();
  const char* at = text.data();
  const char* const end = at + text.size();
  float x = 0.0f;
  float trailing = 0.0f;
  while (at < end) {
    unsigned code = 0;
    const int length = ImTextCharFromUtf8(&code, at, end);
    if (length <= 0) break;
    at += length;
    const ImFontGlyph* glyph = font.FindGlyph(static_cast<ImWchar>(code));
    if (!glyph) continue;
    float advance = glyph->AdvanceX * scale;
    float indent = 0.0f;
    if (digits == Digits::tabular && code >= '0' && code <= '9') {
      indent = (look.digit_width(type) - advance) / 2;
      advance = look.digit_width(type);
    }
    visit(*glyph, x + indent);
    trailing = look.tracking(type);
    x += advance + trailing;
  }
  return x - trailing;
}

// Letters of no font, roughly: for the room they take until they are known.
float guessed_width(const Look& look, std::string_view text, Type type) {
  constexpr char32_t kFirstWide = 0x1100;  // from Hangul on most are as wide as high
  float width = 0.0f;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = core::next_code_point(text, at);
    width += look.size(type) * (code >= kFirstWide && code != core::kNoCodePoint ? 1.0f : 0.55f);
  }
  return width;
}

}  // namespace

void Painter::fill(const Rect& rect, Colour colour, float radius) const {
  if (rect.empty()) return;
  const float r = std::min({radius, rect.w / 2, rect.h / 2});
  list_->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, colour, r);
}

void Painter::stroke(const Rect& rect, Colour colour, float radius, float width) const {
  const Rect middle = rect.inset(width / 2);
  if (middle.empty()) return;
  list_->PathRect({middle.x, middle.y}, {middle.right(), middle.bottom()}, std::max(0.0f, radius - width / 2));
  list_->PathStroke(colour, ImDrawFlags_Closed, width);
}

void Painter::line(Point a, Point b, Colour colour, float width) const {
  list_->PathLineTo(vec(a));
  list_->PathLineTo(vec(b));
  list_->PathStroke(colour, ImDrawFlags_None, width);
}

void Painter::dashed_line(Point a, Point b, Colour colour, float dash, float width) const {
  const float length = std::hypot(b.x - a.x, b.y - a.y);
  if (length <= 0.0f) return;
  const float dx = (b.x - a.x) / length;
  const float dy = (b.y - a.y) / length;
  for (float at = 0.0f; at < length; at += 2 * dash) {
    const float to = std::min(at + dash, length);
    line({a.x + dx * at, a.y + dy * at}, {a.x + dx * to, a.y + dy * to}, colour, width);
  }
}

void Painter::disc(Point centre, float radius, Colour colour) const {
  list_->AddCircleFilled(vec(centre), radius, colour);
}

void Painter::triangle(Point a, Point b, Point c, Colour colour) const {
  list_->AddTriangleFilled(vec(a), vec(b), vec(c), colour);
}

void Painter::icon(Icon icon, Point c, float size, Colour colour) const {
  const float h = size / 2;
  switch (icon) {
    case Icon::play:
      triangle({c.x - h * 0.75f, c.y - h}, {c.x + h, c.y}, {c.x - h * 0.75f, c.y + h}, colour);
      break;
    case Icon::stop:
      fill(look_->snap(Rect{c.x - h * 0.85f, c.y - h * 0.85f, h * 1.7f, h * 1.7f}), colour, 1.5f);
      break;
    case Icon::record:
      disc(c, h, colour);
      break;
    case Icon::pencil:
      line({c.x - h * 0.55f, c.y + h * 0.55f}, {c.x + h * 0.8f, c.y - h * 0.8f}, colour, size * 0.26f);
      triangle({c.x - h, c.y + h}, {c.x - h * 0.28f, c.y + h * 0.66f}, {c.x - h * 0.66f, c.y + h * 0.28f}, colour);
      break;
    case Icon::sliders:
      for (const float at : {-0.6f, 0.6f}) {
        line({c.x - h, c.y + at * h}, {c.x + h, c.y + at * h}, colour, 1.4f);
        disc({c.x + at * h * 0.6f, c.y + at * h}, size * 0.17f, colour);
      }
      break;
    case Icon::undo:
    case Icon::redo: {
      const float side = icon == Icon::undo ? -1.0f : 1.0f;
      // An arc over the top that ends in an arrow at its side.
      const Point tip{c.x + side * h, c.y - h * 0.1f};
      list_->PathLineTo({c.x - side * h * 0.55f, c.y + h * 0.8f});
      list_->PathBezierCubicCurveTo({c.x - side * h * 1.5f, c.y - h * 0.1f}, {c.x, c.y - h * 0.1f}, vec(tip));
      list_->PathStroke(colour, ImDrawFlags_None, 1.5f);
      list_->PathLineTo({tip.x - side * h * 0.62f, tip.y - h * 0.62f});
      list_->PathLineTo(vec(tip));
      list_->PathLineTo({tip.x - side * h * 0.62f, tip.y + h * 0.62f});
      list_->PathStroke(colour, ImDrawFlags_None, 1.5f);
      break;
    }
    case Icon::dots:
      for (const float at : {-0.75f, 0.0f, 0.75f}) disc({c.x + at * h, c.y}, size * 0.11f, colour);
      break;
    case Icon::pads: {
      const float side = size * 0.42f;
      for (const float dx : {-h, h - side}) {
        for (const float dy : {-h, h - side}) fill({c.x + dx, c.y + dy, side, side}, colour, 1.5f);
      }
      break;
    }
    case Icon::lock: {
      const Rect body = look_->snap(Rect{c.x - h * 0.8f, c.y - h * 0.1f, size * 0.8f, h * 1.1f});
      fill(body, colour, 1.5f);
      list_->PathArcTo({c.x, body.y}, h * 0.48f, IM_PI, 2 * IM_PI);
      list_->PathStroke(colour, ImDrawFlags_None, std::max(1.2f, size * 0.14f));
      break;
    }
    case Icon::chevron_right:
    case Icon::chevron_down: {
      const bool down = icon == Icon::chevron_down;
      const float along = h;
      const float across = h / 2;
      if (down) {
        list_->PathLineTo({c.x - along, c.y - across});
        list_->PathLineTo({c.x, c.y + across});
        list_->PathLineTo({c.x + along, c.y - across});
      } else {
        list_->PathLineTo({c.x - across, c.y - along});
        list_->PathLineTo({c.x + across, c.y});
        list_->PathLineTo({c.x - across, c.y + along});
      }
      list_->PathStroke(colour, ImDrawFlags_None, 1.5f);
      break;
    }
    case Icon::speaker: {
      fill({c.x - h, c.y - h * 0.4f, h * 0.6f, h * 0.8f}, colour, 1.0f);
      triangle({c.x - h * 0.8f, c.y}, {c.x, c.y - h * 0.9f}, {c.x, c.y + h * 0.9f}, colour);
      list_->PathArcTo({c.x, c.y}, h * 0.55f, -0.8f, 0.8f);
      list_->PathStroke(colour, ImDrawFlags_None, 1.4f);
      list_->PathArcTo({c.x, c.y}, h * 0.95f, -0.8f, 0.8f);
      list_->PathStroke(colour, ImDrawFlags_None, 1.4f);
      break;
    }
    case Icon::close:
      line({c.x - h, c.y - h}, {c.x + h, c.y + h}, colour, 1.6f);
      line({c.x - h, c.y + h}, {c.x + h, c.y - h}, colour, 1.6f);
      break;
    case Icon::check:
      list_->PathLineTo({c.x - h, c.y});
      list_->PathLineTo({c.x - h * 0.25f, c.y + h * 0.7f});
      list_->PathLineTo({c.x + h, c.y - h * 0.7f});
      list_->PathStroke(colour, ImDrawFlags_None, 1.6f);
      break;
  }
}

float Painter::width(std::string_view text, Type type, Digits digits) const {
  if (look_->lacks(text, type)) return foreign_width(text, type);
  return walk(*look_, text, type, digits, [](const ImFontGlyph&, float) {});
}

float Painter::text(Point at, std::string_view text, Type type, Colour colour, Align align, Digits digits) const {
  if (text.empty() || (colour & IM_COL32_A_MASK) == 0) return at.x;
  if (look_->lacks(text, type)) return foreign_text(at, text, type, colour, align, 0.0f);
  float left = at.x;
  if (align != Align::left) {
    const float total = width(text, type, digits);
    left -= align == Align::centre ? total / 2 : total;
  }
  const float scale = 1.0f / look_->pixel_ratio();
  left = look_->snap(left);
  const float top = look_->snap(at.y) - std::round(look_->font(type)->Ascent) * scale;
  const float end = walk(*look_, text, type, digits, [&](const ImFontGlyph& glyph, float x) {
    if (!glyph.Visible) return;
    list_->PrimReserve(6, 4);
    list_->PrimRectUV({left + x + glyph.X0 * scale, top + glyph.Y0 * scale},
                      {left + x + glyph.X1 * scale, top + glyph.Y1 * scale}, {glyph.U0, glyph.V0}, {glyph.U1, glyph.V1},
                      colour);
  });
  if (std::vector<WrittenText>* written = look_->written()) {
    const float height = look_->size(type) * kCapHeightEm;
    const Rect rect{left, at.y - height, end, height};
    const ImVec2 low = list_->GetClipRectMin();
    const ImVec2 high = list_->GetClipRectMax();
    const Rect visible = rect.clipped_to({low.x, low.y, high.x - low.x, high.y - low.y});
    written->push_back({.text = std::string(text), .rect = rect, .visible = visible, .layer = list_});
  }
  return left + end;
}

float Painter::foreign_width(std::string_view text, Type type) const {
  const TextPicture* picture = look_->picture(text, type, 0.0f);
  return picture != nullptr ? picture->advance / look_->pixel_ratio() : guessed_width(*look_, text, type);
}

float Painter::foreign_text(Point at, std::string_view text, Type type, Colour colour, Align align, float limit) const {
  const float scale = 1.0f / look_->pixel_ratio();
  const TextPicture* picture = look_->picture(text, type, limit);
  float width = picture != nullptr ? picture->advance * scale : guessed_width(*look_, text, type);
  if (limit > 0.0f) width = std::min(width, limit);
  const float share = align == Align::left ? 0.0f : align == Align::centre ? 0.5f : 1.0f;
  const float left = look_->snap(at.x - share * width);
  const float baseline = look_->snap(at.y);
  if (picture == nullptr) {
    const float height = look_->size(type) * kCapHeightEm;
    fill({left, baseline - height, width, height}, faded(colour, 0.12f), 3.0f);
  } else if (picture->texture != 0) {
    const ImVec2 corner{left + static_cast<float>(picture->left) * scale,
                        baseline - static_cast<float>(picture->baseline) * scale};
    const ImVec2 opposite{corner.x + static_cast<float>(picture->width) * scale,
                          corner.y + static_cast<float>(picture->height) * scale};
    list_->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture->texture)), corner, opposite,
                    {0, 0}, {1, 1}, colour);
  }
  return left + width;
}

// Of words that a line may be broken between. Measured one by one: each beginning of a line would be a picture.
float Painter::words_width(std::string_view words, Type type) const {
  if (!look_->lacks(words, type)) return width(words, type);
  const std::size_t space = words.find(' ');
  if (space == std::string_view::npos) return width(words, type);
  return width(words.substr(0, space), type) + width(" ", type) + words_width(words.substr(space + 1), type);
}

void Painter::text_in(const Rect& rect, std::string_view line, Type type, Colour colour, Align align,
                      Digits digits) const {
  const float baseline = rect.y + rect.h / 2 + look_->size(type) * kCapHeightEm / 2;
  const float x = align == Align::left ? rect.x : align == Align::right ? rect.right() : rect.x + rect.w / 2;
  if (look_->lacks(line, type)) {
    foreign_text({x, baseline}, line, type, colour, align, rect.w);
  } else if (width(line, type, digits) <= rect.w + 0.5f) {
    text({x, baseline}, line, type, colour, align, digits);
  } else {
    text({x, baseline}, shortened(line, type, rect.w), type, colour, align, digits);
    if (look_->written() != nullptr && !look_->written()->empty()) look_->written()->back().shortened = true;
  }
}

float Painter::paragraph(Point top_left, float width_limit, std::string_view words, Type type, Colour colour) const {
  const float pitch = line_height(type, *look_);
  float y = top_left.y;
  while (!words.empty()) {
    std::size_t fits = 0;
    for (std::size_t at = 0; at <= words.size();) {
      const std::size_t space = std::min(words.find(' ', at), words.size());
      if (words_width(words.substr(0, space), type) > width_limit && fits > 0) break;
      fits = space;
      if (space == words.size()) break;
      at = space + 1;
    }
    const Point at{top_left.x, y + look_->size(type) * 0.95f};
    const std::string_view line = words.substr(0, fits);
    if ((colour & IM_COL32_A_MASK) != 0 && look_->lacks(line, type)) {
      foreign_text(at, line, type, colour, Align::left, width_limit);
    } else {
      text(at, line, type, colour);
    }
    y += pitch;
    words.remove_prefix(std::min(fits + 1, words.size()));
  }
  return y - top_left.y;
}

std::string Painter::shortened(std::string_view text, Type type, float limit) const {
  std::string result(text);
  while (!result.empty() && width(result + "…", type) > limit) {
    // A UTF-8 character is taken off as a whole.
    do {
      const char last = result.back();
      result.pop_back();
      if ((static_cast<unsigned char>(last) & 0xc0) != 0x80) break;
    } while (!result.empty());
  }
  return result + "…";
}

void Painter::push_clip(const Rect& rect) const {
  list_->PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
}

void Painter::pop_clip() const { list_->PopClipRect(); }

float line_height(Type type, const Look& look) { return std::round(look.size(type) * 1.5f); }

}  // namespace ui
