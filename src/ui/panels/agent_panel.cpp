// The agent that plays: its name, what it is, and its file.
#include <array>

#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "The agent that plays the snare now. Click to fold it away.";
constexpr std::string_view kNameTip = "The agent's name, saved in its file. Click to change it.";
constexpr std::string_view kDownloadTip = "Saves this agent as a file: to keep it, or to give it to a friend.";
constexpr std::string_view kOpenTip =
    "Opens an agent's file; it plays from the next bar. Or drop the file on the page.";
constexpr std::string_view kAnyRewardTip =
    "It has learned what every position of the sliders asks for, and answers without learning anew.";
constexpr std::string_view kOneRewardTip =
    "It has learned this one reward. For another press Train: it learns that, or a fresh agent does.";

std::string_view origin_words(session::AgentOrigin origin) {
  switch (origin) {
    case session::AgentOrigin::shipped:
      return "came with the page";
    case session::AgentOrigin::stored:
      return "from your last visit";
    case session::AgentOrigin::file:
      return "from a file";
    case session::AgentOrigin::trained:
      return "trained here";
  }
  return "";
}

// What it can answer: any reward, or the one that it learned.
std::string reward_words(const session::AgentCard& card) {
  if (card.conditioned) return "for any reward";
  return card.reward_name.empty() ? "" : "for " + card.reward_name;
}

std::string size_words(const session::AgentCard& card) {
  std::string text;
  for (const int size : card.layer_sizes) text += (text.empty() ? "" : "–") + std::to_string(size);
  const std::string steps = card.any_length ? "any length" : std::to_string(card.steps) + " steps";
  return text + ", " + steps + ", " + grouped_number(card.env_steps) + " trained";
}

constexpr std::string_view kStoreTip =
    "Puts this agent aside as B. Train or open another as A, and compare: both answer the same kick.";
constexpr std::string_view kToggleTip = "The other of the two agents answers, from the next bar line on. Key: B.";
constexpr std::string_view kClearTip = "Lets go of B; A plays.";
constexpr std::array<std::string_view, 2> kSides = {"A", "B"};

// Two agents to compare.
void sides_row(const Frame& frame, const Rect& row) {
  session::Session& session = frame.session;
  const auto& b = session.player().agents().card(session::Side::b);
  if (!b) {
    if (frame.widgets.button("ab_store", row, "Put aside as B, to compare", ButtonStyle::plain, kStoreTip,
                             session.agent().has_value())) {
      frame.report(session.player().ab_store());
    }
    return;
  }
  int side = session.player().agents().side() == session::Side::b ? 1 : 0;
  const int before = side;
  frame.widgets.segmented("ab", row.left_part(96.0f), kSides, &side, kToggleTip);
  if (side != before) frame.report(session.player().ab_toggle());
  const auto& other = side == 0 ? b : session.player().agents().card(session::Side::a);
  const Rect words = row.after(106.0f).left_part(row.w - 106.0f - 60.0f);
  if (other) {
    const std::string name = other->name.empty() ? std::string(origin_words(other->origin)) : other->name;
    frame.paint().text_in(words, (side == 0 ? "B: " : "A: ") + name, Type::small, palette::kTextDim);
  }
  if (frame.widgets.button("ab_clear", row.right_part(56.0f), "Clear B", ButtonStyle::text, kClearTip)) {
    session.player().ab_clear();
  }
}

}  // namespace

void draw_agent_panel(const Frame& frame) {
  session::Session& session = frame.session;
  const auto& card = session.agent();
  const Rect inside =
      begin_panel(frame, Panel::agent, "panel_agent", "Agent", card ? origin_words(card->origin) : "none", kPanelTip);
  if (inside.empty()) return;
  const float height = frame.narrow() ? 44.0f : 34.0f;
  const float half = (inside.w - 10.0f) / 2;
  const Rect row = inside.top_part(height);
  if (frame.widgets.button("download_agent", row.left_part(half), "Download", ButtonStyle::plain, kDownloadTip,
                           card.has_value())) {
    frame.report(session.download_agent());
  }
  if (frame.widgets.button("open_agent", row.right_part(half), "Open", ButtonStyle::plain, kOpenTip)) {
    session.open_agent();
  }
  sides_row(frame, row.moved(0.0f, height + 8.0f));
  float y = row.bottom() + height + 14.0f;
  if (card) {
    const std::string reward = reward_words(*card);
    const float reward_width = reward.empty() ? 0.0f : frame.paint().width(reward, Type::small) + 10.0f;
    const Rect name{inside.x, y, inside.w - reward_width, 20.0f};
    const Rect answers{name.right(), y, reward_width, 20.0f};
    frame.paint().text_in(answers, reward, Type::small, palette::kTextDim, Align::right);
    frame.widgets.explain("agent_reward", answers, card->conditioned ? kAnyRewardTip : kOneRewardTip);
    if (const auto text = frame.widgets.text_field("agent_name", name, card->name, "Name this agent", kNameTip)) {
      frame.report(session.set_agent_text(*text, card->note));
    }
    y += 20.0f;
    const Rect words{inside.x, y, inside.w, 16.0f};
    frame.paint().text_in(words, size_words(*card), Type::small, palette::kTextDim);
    frame.widgets.explain("agent_sizes", words,
                          "Sizes of the network's layers, the pattern length it answers, and the env_steps it was "
                          "trained for. Drop an agent's file anywhere on this page to hear it.");
    return;
  }
  frame.paint().paragraph({inside.x, y}, inside.w, "Press Train, or drop an agent anywhere on this page.", Type::small,
                          palette::kTextDim);
}

}  // namespace ui
