"""sendPoll and stopPoll, with the texts and limits of the published server."""

from typing import Any

from veche_sandbox.store import Account, Action, Poll, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.call import Call, find_chat, find_message
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.quizzes import check_kept, read_end, read_rules
from veche_sandbox.telegram.sending import Piece, check_right, send_one
from veche_sandbox.telegram.texts import format_text, units
from veche_sandbox.telegram.updates import push
from veche_sandbox.telegram.words import caption_words

MAX_QUESTION, MAX_OPTION, MAX_OPTIONS = 300, 100, 12


def send_poll(call: Call) -> Any:
    entities = call.arguments.data("question_entities", "question entities")
    question = format_text(call.arguments.text("question"), call.arguments.text("question_parse_mode"), entities).text
    if not question:
        raise bad_request("poll question must be non-empty")
    if units(question) > MAX_QUESTION:
        raise bad_request(f"poll question length must not exceed {MAX_QUESTION}")
    options = _options(call)
    words = caption_words(call, "description", "description_")
    closes_at = read_end(call)
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    anonymous = call.arguments.text("is_anonymous") == "" or call.arguments.flag("is_anonymous")
    if chat.kind == "channel" and not anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    rules = read_rules(call, len(options), anonymous=anonymous, in_channel=chat.kind == "channel")
    check_kept(call)
    with call.store.transaction():
        poll = call.store.polls.create(
            "telegram",
            chat.id,
            question,
            options,
            multiple=call.arguments.flag("allows_multiple_answers"),
            anonymous=anonymous,
            closes_at=closes_at,
            rules={**rules, "bot": call.bot.id},
        )
        if call.arguments.flag("is_closed"):
            call.store.polls.close(poll)
        return send_one(call, chat, Piece(words, extra={"poll": poll.pk}))


def stop_poll(call: Call) -> Any:
    chat = find_chat(call, to_write=True)
    entry = find_message(call, chat, call.arguments.whole("message_id"), "message with poll to stop")
    poll = call.store.polls.of([entry])
    if poll is None:
        raise bad_request("message doesn't contain a poll")
    _check_own(call, chat, entry.author_id)
    if poll.closed:
        raise bad_request("poll has already been closed")
    closed = call.store.polls.close(poll)
    send_poll_updates(call.store, closed)
    return shapes.poll_object(closed)


def send_poll_updates(store: Store, poll: Poll) -> None:
    """Send the poll's state to its bot, after every vote and at the end."""
    if poll.rules.get("bot"):
        push(store, poll.rules["bot"], "poll", shapes.poll_object(poll))


def announce(store: Store, action: Action) -> None:
    """Updates about a resident's vote."""
    post = action.about
    poll = store.polls.of(store.entries.get("telegram", post.account, number) for number in post.entry_ids)
    if poll is not None:
        send_poll_updates(store, poll)


def _check_own(call: Call, chat: Account, author: int) -> None:
    if author != call.bot.id and not call.may(chat, "can_edit_messages"):
        raise bad_request("poll can't be stopped")


def _options(call: Call) -> list[str]:
    given = call.arguments.data("options", "options")
    if not isinstance(given, list):
        raise bad_request("expected an Array of String as options")
    options = [_option(option) for option in given]
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > MAX_OPTIONS:
        raise bad_request(f"poll can't have more than {MAX_OPTIONS} options")
    return options


def _option(given: Any) -> str:
    """An InputPollOption; a bare text of older clients is accepted too."""
    text = str((given.get("text") if isinstance(given, dict) else given) or "").strip()
    if not text:
        raise bad_request("poll options must be non-empty")
    if units(text) > MAX_OPTION:
        raise bad_request(f"poll options length must not exceed {MAX_OPTION}")
    return text
