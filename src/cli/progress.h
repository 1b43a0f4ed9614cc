// The progress of a long run on the error stream: a bar on a terminal, a line every tenth of the way elsewhere.
#pragma once

#include <string>

namespace cli {

class Progress {
 public:
  Progress();

  // share of the work done, 0 to 1; `text` says where things stand.
  void show(double share, const std::string& text);

  // Ends the bar's line.
  void finish();

 private:
  bool terminal_;
  int shown_ = -1;  // hundredths on a terminal, tenths elsewhere
};

}  // namespace cli
