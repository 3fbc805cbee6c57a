"""sendPoll and stopPoll. The words and limits are the published server's."""

import time
from typing import Any

from veche.sandbox.store import Account
from veche.sandbox.telegram import shapes
from veche.sandbox.telegram.call import Call, find_chat, find_message
from veche.sandbox.telegram.errors import bad_request
from veche.sandbox.telegram.sending import Piece, check_right, send_one
from veche.sandbox.telegram.texts import Text, caption, units

MAX_QUESTION, MAX_OPTION, MAX_OPTIONS = 300, 100, 12
OPEN_FOR = range(5, 2_628_001)


def send_poll(call: Call) -> Any:
    question = call.arguments.text("question").strip()
    if not question:
        raise bad_request("poll question must be non-empty")
    if units(question) > MAX_QUESTION:
        raise bad_request(f"poll question length must not exceed {MAX_QUESTION}")
    options = _options(call)
    words = _description(call)
    closes_at = _end(call)
    chat = find_chat(call, to_write=True)
    check_right(call, chat)
    anonymous = call.arguments.text("is_anonymous") == "" or call.arguments.flag("is_anonymous")
    if chat.kind == "channel" and not anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    with call.store.transaction():
        poll = call.store.polls.create(
            "telegram",
            chat.id,
            question,
            options,
            multiple=call.arguments.flag("allows_multiple_answers"),
            anonymous=anonymous,
            closes_at=closes_at,
        )
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
    return shapes.poll_object(call.store.polls.close(poll))


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
    """An InputPollOption; a bare text, as older clients send it, is taken too."""
    text = str((given.get("text") if isinstance(given, dict) else given) or "").strip()
    if not text:
        raise bad_request("poll options must be non-empty")
    if units(text) > MAX_OPTION:
        raise bad_request(f"poll options length must not exceed {MAX_OPTION}")
    return text


def _description(call: Call) -> Text:
    arguments = call.arguments
    entities = arguments.data("description_entities", "description entities")
    return caption(arguments.text("description"), arguments.text("description_parse_mode"), entities)


def _end(call: Call) -> int | None:
    moment, seconds = call.arguments.whole("close_date"), call.arguments.whole("open_period")
    left = seconds or (moment - int(time.time()) if moment else 0)
    if not left:
        return None
    if left not in OPEN_FOR:
        raise bad_request("poll close date must be from 5 to 2628000 seconds in the future")
    return int(time.time()) + left
