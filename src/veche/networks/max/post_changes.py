"""Edit, delete, pin and read back posts. MAX shows all of it to the bot.

A post that does not exist counts as deleted. A channel has one pinned post; another pin replaces it.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from veche.networks.errors import EDITING, PINNING, READING, WITHDRAWING, Purpose, post_gone
from veche.networks.kept_parts import kept_parts
from veche.networks.max.channel import Channel, messages_of, mid_of, photos_of, shown_of, text_of
from veche.networks.max.client import part
from veche.networks.max.comments import NOT_FOUND
from veche.networks.max.publish import body_of_post, ready
from veche.networks.max.refusals import TITLE
from veche.networks.max.render import render
from veche.networks.max.uploads import part_names, upload
from veche.networks.protocol import (
    Absent,
    Done,
    Edit,
    Found,
    LookUp,
    NetworkError,
    Parts,
    Pin,
    PostNow,
    Unpin,
    Withdraw,
)
from veche.networks.shown import missing, sent
from veche.networks.text import canonical

# `message_ids` has no documented limit; this keeps the address short.
PAGE = 50


def keep_parts(channel: Channel, act: Edit, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    """Keep the tokens of unchanged media and upload only new pictures and files."""
    kept = kept_parts(act, parts, part_names)
    if kept != parts:
        yield kept
    yield from upload(channel, act.post, kept, deadline=deadline)


def change(channel: Channel, act: Edit | Withdraw | Pin | Unpin, parts: Parts, *, deadline: float) -> Done:
    match act:
        case Edit():
            return _edit(channel, act, parts, deadline)
        case Withdraw():
            return _withdraw(channel, act, deadline)
        case Pin() | Unpin():
            return _pin(channel, act, deadline)


def _edit(channel: Channel, act: Edit, parts: Parts, deadline: float) -> Done:
    """Edit the post. All attachments are sent: those missing in the list are removed, and an empty list removes all."""
    body = body_of_post(act.post, parts)
    body["text"] = render(act.post).text

    def put() -> Mapping[str, Any]:
        return channel.client.call(
            "PUT", "/messages", query={"message_id": act.post_id}, body=body, purpose=EDITING, deadline=deadline
        )

    try:
        answer = ready(put, deadline)
    except NetworkError as error:
        raise _if_gone(channel, act.post_id, error, deadline) from None
    return _done(channel, answer, act.post_id, EDITING)


def _withdraw(channel: Channel, act: Withdraw, deadline: float) -> Done:
    try:
        answer = channel.client.call(
            "DELETE", "/messages", query={"message_id": act.post_id}, purpose=WITHDRAWING, deadline=deadline
        )
    except NetworkError as error:
        if error.code not in NOT_FOUND or _post(channel, act.post_id, deadline) is not None:
            raise
        answer = {"success": True}
    return _done(channel, answer, act.post_id, WITHDRAWING)


def _pin(channel: Channel, act: Pin | Unpin, deadline: float) -> Done:
    if isinstance(act, Unpin) and _pinned(channel, deadline) != act.post_id:
        return Done(act.post_id, proven=True)  # another post is pinned and stays so
    verb, body = ("PUT", {"message_id": act.post_id, "notify": False}) if isinstance(act, Pin) else ("DELETE", None)
    try:
        answer = channel.client.call(verb, f"{channel.path}/pin", body=body, purpose=PINNING, deadline=deadline)
    except NetworkError as error:
        raise _if_gone(channel, act.post_id, error, deadline) from None
    return _done(channel, answer, act.post_id, PINNING)


def look_up(channel: Channel, act: Edit | Withdraw | Pin | Unpin, *, deadline: float) -> LookUp:
    if isinstance(act, Pin | Unpin):
        so = (_pinned(channel, deadline) == act.post_id) is isinstance(act, Pin)
        return Found(act.post_id, how="MAX показал, что так и есть") if so else Absent()
    post = _post(channel, act.post_id, deadline)
    if not _is_so(act, post):
        return Absent()
    return Found(act.post_id, channel.url_of(post or {}), "MAX показал, что так и есть")


def _is_so(act: Edit | Withdraw, post: Mapping[str, Any] | None) -> bool:
    if isinstance(act, Withdraw):
        return post is None
    wanted = render(act.post)
    same = post is not None and canonical(text_of(post)) == canonical(wanted.text)
    if not same or post is None or photos_of(post) != wanted.photo_count:
        return False
    return not missing(sent(wanted), shown_of(post))


def read_back(channel: Channel, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
    """Read posts by list, then each missing one by id: only «not found» proves that a post was deleted."""
    asked = list(post_ids[:PAGE])
    query = {"message_ids": ",".join(asked)}
    answer = channel.client.call("GET", "/messages", query=query, purpose=READING, deadline=deadline)
    messages = messages_of(answer)
    if messages is None:
        raise channel.client.unexpected(READING)
    try:
        found = {mid_of(message): _now(message) for message in messages}
        for mid in asked:
            if mid not in found and time.monotonic() < deadline - 1:
                found[mid] = _now(_post(channel, mid, deadline))
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None
    return {mid: found[mid] for mid in asked if mid in found}


def _now(message: Mapping[str, Any] | None) -> PostNow:
    if message is None:
        return PostNow(stands=False)
    return PostNow(stands=True, text=text_of(message), shown=shown_of(message))


def _post(channel: Channel, mid: str, deadline: float) -> Mapping[str, Any] | None:
    try:
        message = channel.client.call("GET", f"/messages/{part(mid)}", purpose=READING, deadline=deadline)
        mid_of(message)
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        return None
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None
    return message


def _pinned(channel: Channel, deadline: float) -> str:
    """The id of the pinned post; "" if there is none."""
    answer = channel.client.call("GET", f"{channel.path}/pin", purpose=READING, deadline=deadline)
    message = answer.get("message")
    try:
        return mid_of(message) if isinstance(message, Mapping) else ""
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None


def _if_gone(channel: Channel, mid: str, error: NetworkError, deadline: float) -> NetworkError:
    """Turn a refusal about a post that does not exist any more into `post_gone`."""
    if error.code in NOT_FOUND and _post(channel, mid, deadline) is None:
        return post_gone(TITLE)
    return error


def _done(channel: Channel, answer: Mapping[str, Any], mid: str, purpose: Purpose) -> Done:
    """The result of a change; not proven, so MAX is asked about the post afterwards."""
    if answer.get("success") is not True:
        raise channel.client.unexpected(purpose)
    return Done(mid)
