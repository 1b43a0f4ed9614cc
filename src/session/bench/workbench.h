// What every room of the session works on: the document, the time of this call, sentences to the person, and requests
// to JavaScript.
//
// Every edit is a change of a value, and one listener derives what follows from it. So whoever edits (a panel, a
// script, a knob, undo) calls edit() and needs to know nothing of sound, training or answers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "core/status.h"
#include "session/bench/notices.h"
#include "session/bench/outbox.h"
#include "session/song/document.h"

namespace session {

// By whom the document changed.
enum class Author : std::uint8_t {
  person,         // it may have to be answered
  person_at_bar,  // the same, and the pattern that is shown is to be heard from the next bar line on
  agent,          // its answer, in steps that are its own
  restore,        // another document took its place: undo, a stored visit
};

class Workbench {
 public:
  using Listener = std::function<void(const Document& before, Author author)>;

  const Document& document() const { return document_; }

  // The one listener; called after the document has changed.
  void set_listener(Listener listener) { listener_ = std::move(listener); }

  // Lets `change` work on a copy of the document: some tens of kB, with long patterns some hundred, so microseconds. On
  // an error nothing has changed, and the sentence is passed on; if the copy is as it was, nobody is told. change:
  // (Document&) -> core::Status
  template <class Change>
  core::Status edit(Change&& change, Author author = Author::person) {
    Document edited = document_;
    if (core::Status status = std::forward<Change>(change)(edited); !status) return status;
    take(std::move(edited), author);
    return {};
  }

  // Puts a document in place of this one.
  void take(Document document, Author author);

  // The edits that follow until the next call of this kind are one step of undo with those before that had the same key
  // and are not older than half a second: a knob, a drag.
  void set_joiner(std::function<void(std::string)> joiner) { joiner_ = std::move(joiner); }
  void join_edits(std::string key) {
    if (joiner_) joiner_(std::move(key));
  }

  double now_ms() const { return now_ms_; }
  void set_now(double now_ms) { now_ms_ = now_ms; }

  // Rises when anything visible changed.
  std::uint64_t revision() const { return revision_; }
  // Rises when the document changed.
  std::uint64_t document_revision() const { return document_revision_; }
  void changed() { ++revision_; }

  // A sentence to the person.
  void notify(std::string text, NoticeLevel level);
  Notices& notices() { return notices_; }
  const Notices& notices() const { return notices_; }

  Outbox& outbox() { return outbox_; }

 private:
  Document document_;
  Listener listener_;
  std::function<void(std::string)> joiner_;
  double now_ms_ = 0.0;
  std::uint64_t revision_ = 1;
  std::uint64_t document_revision_ = 1;
  Notices notices_;
  Outbox outbox_;
};

}  // namespace session
