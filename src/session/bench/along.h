// How people take a groove along.
#pragma once

#include <cstdint>
#include <string>

namespace session {

enum class Along : std::uint8_t { midi, wav, groove, link };

const char* name_of(Along what);  // "midi", "wav", "groove", "link"

// The pattern that is shown, or the song, as a file called `name`; a link has no name.
struct TakeAlong {
  Along what = Along::midi;
  bool song = false;
  std::string name;
};

}  // namespace session
