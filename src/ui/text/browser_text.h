// Text that the page's own font has no letters for (Japanese, Hebrew, emoji, combining marks): pictures of it, made by
// the browser with the system's fonts.
//
// Whoever draws asks for a picture and gets it, or nothing until it has come. What is asked for the first time lies in
// an outbox, which JavaScript drains after a frame and answers. Owns what is known of the pictures; their textures
// belong to the renderer. Lengths are device pixels: a picture is made for one pixel ratio.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ui {

struct WantedText {
  std::string text;
  float size_px = 0.0f;  // of the font's em
  bool semi_bold = false;
  int limit_px = 0;  // shortened with an ellipsis to this width; 0: not shortened

  auto operator<=>(const WantedText&) const = default;
};

// White letters on nothing, to be tinted; emoji keep their colours.
struct TextPicture {
  unsigned texture = 0;  // 0: nothing to be seen
  int width = 0;
  int height = 0;
  int left = 0;          // from where the text begins to the picture's left edge, mostly 0 or a little less
  int baseline = 0;      // from the picture's top
  float advance = 0.0f;  // the text's width
};

class BrowserText {
 public:
  // The picture; null until it has come, and then there is another frame to draw. Valid until the next call of another
  // function than this.
  const TextPicture* find(const WantedText& wanted);

  struct Question {
    int id = 0;
    WantedText wanted;
  };
  // What was asked for since the last call.
  std::vector<Question> take_questions();
  // The answer to a question. False if it is not wanted any more, and so its texture neither.
  bool answer(int id, const TextPicture& picture);

  // Ends a frame: the pictures that were not drawn for longest make room where there are more than kMost. Gives the
  // textures that nobody needs any more.
  std::vector<unsigned> end_frame();
  // All pictures are void: another pixel ratio, another GL context. Gives their textures.
  std::vector<unsigned> forget();

  std::size_t size() const { return entries_.size(); }
  static constexpr std::size_t kMost = 400;  // a list of ports, sixteen names and every tip that was read lately

 private:
  struct Entry {
    int id = 0;
    std::uint64_t drawn = 0;  // the frame
    std::optional<TextPicture> picture;
  };

  std::map<WantedText, Entry> entries_;
  std::vector<Question> questions_;
  std::uint64_t frame_ = 0;
  int last_id_ = 0;
};

}  // namespace ui
