// The agent that plays: its name, what it is, and its file.
#include <algorithm>
#include <array>

#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr std::string_view kPanelTip = "The agent that plays now. Click to fold it away.";
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

constexpr std::string_view kKeepTip =
    "Puts the agent that plays on the list, as it is now. It stays for your next visits.";
constexpr std::string_view kForgetTip = "Takes it off the list. Ctrl-Z brings it back.";

float list_row(bool narrow) { return narrow ? kTouchTarget : 28.0f; }

std::string kept_name(const session::KeptAgent& agent) {
  return agent.text->name.empty() ? "without a name" : agent.text->name;
}

// One of the agents at hand: a click plays it; a click on one that plays renames it.
void kept_row(const Frame& frame, std::size_t index, const Rect& row) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  const session::Agents& agents = session.player().agents();
  const session::KeptAgent agent = agents.kept()[index];
  const bool shipped = agent.line->origin == session::AgentOrigin::shipped;
  const bool plays = agents.plays(agents.side(), agent);
  const std::string number = std::to_string(index);
  const Rect name = row.after(16.0f).left_part(row.w - 16.0f - (shipped ? 0.0f : row.h + 4.0f));
  paint.disc({row.x + 5.0f, row.centre().y}, 3.5f, plays ? palette::kCyan : palette::kTrack);
  if (plays && !shipped) {
    const auto text = frame.widgets.text_field("kept_" + number, name, kept_name(agent), "Name this agent",
                                               "It plays. Click to give it another name.");
    if (text) frame.report(session.player().rename_kept(index, *text));
  } else {
    const std::string tip = kept_name(agent) + (shipped ? ", which comes with the page" : "") +
                            (plays ? " plays." : ": click to hear it, from the next bar line.");
    const Hit hit = frame.widgets.area("kept_" + number, name, tip);
    if (hit.hovered) frame.widgets.set_cursor("pointer");
    paint.text_in(name, kept_name(agent), Type::body, plays || hit.hovered ? palette::kText : palette::kTextSoft);
    if (shipped) paint.text_in(name, "built in", Type::small, palette::kTextDim, Align::right);
    if (hit.pressed && !plays) frame.report(session.play_kept(index));
  }
  if (shipped) return;
  const Rect corner = row.right_part(row.h);
  const Hit hit = frame.widgets.area("forget_kept_" + number, corner, kForgetTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  paint.icon(Icon::close, corner.centre(), 8.0f, hit.hovered ? palette::kText : palette::kTextDim);
  if (hit.pressed) frame.report(session.player().forget_kept(index));
}

void kept_list(const Frame& frame, Rect rest) {
  session::Session& session = frame.session;
  const session::Agents& agents = session.player().agents();
  const float height = list_row(frame.narrow());
  const Rect head = rest.top_part(height);
  frame.paint().text_in(head, "Agents at hand", Type::strong, palette::kTextSoft);
  const auto is_kept = [&](const session::KeptAgent& agent) { return agents.plays(agents.side(), agent); };
  const bool can_keep = session.agent().has_value() && std::ranges::none_of(agents.kept(), is_kept);
  if (frame.widgets.button("keep_agent", head.right_part(70.0f), "Keep this", ButtonStyle::text, kKeepTip, can_keep)) {
    frame.report(session.player().keep_agent());
  }
  for (std::size_t i = 0; i < agents.kept().size(); ++i) {
    rest = rest.below(height);
    kept_row(frame, i, rest.top_part(height));
  }
}

constexpr float kCardHeight = 42.0f;

}  // namespace

float agent_panel_height(const session::Session& session, bool narrow) {
  const float buttons = 2 * (narrow ? 44.0f : 34.0f) + 14.0f;
  const auto rows = static_cast<float>(session.player().agents().kept().size() + 1);
  return kPanelHeader + buttons + kCardHeight + 8.0f + rows * list_row(narrow) + 12.0f;
}

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
  } else {
    frame.paint().paragraph({inside.x, y}, inside.w, "Press Train, or drop an agent anywhere on this page.",
                            Type::small, palette::kTextDim);
  }
  kept_list(frame, inside.below(row.bottom() + height + 14.0f + kCardHeight + 8.0f - inside.y));
}

}  // namespace ui
