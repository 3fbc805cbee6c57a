"""Look up whether an act happened. An administrator bot can read the channel and its comments back."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from veche.networks.errors import READING, UNKNOWN_REPLY
from veche.networks.max import comments
from veche.networks.max.channel import (
    Channel,
    messages_of,
    mid_of,
    milliseconds,
    moment,
    photos_of,
    shown_of,
    text_of,
)
from veche.networks.max.client import part
from veche.networks.max.render import render, render_reply
from veche.networks.protocol import (
    Absent,
    Act,
    CannotTell,
    DeleteComment,
    Found,
    LookUp,
    NetworkError,
    Publish,
    Reply,
)
from veche.networks.shown import missing, sent, with_missing
from veche.networks.text import canonical

# Allowance for the difference between MAX's clock, which dates messages, and ours.
SKEW = timedelta(minutes=2)
PAGE = 100
_PAGES = 5
_UNKNOWN_POST = (
    "В канале MAX стоит свежая запись, которой мы не знаем: может быть, это наша, и её поправили в сети. "
    "Откройте канал и посмотрите."
)
_TOO_MANY = "В канале MAX слишком много новых записей, всех не просмотреть. Откройте канал и посмотрите."


def look_up(
    channel: Channel, act: Act, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    match act:
        case Publish() if remote_id:
            return _post_by_id(channel, act, remote_id, deadline)
        case Publish():
            return _post_since(channel, act, since, deadline, taken)
        case Reply():
            return _reply(channel, act, since, remote_id, deadline, taken)
        case DeleteComment():
            stands = comments.find(channel, act.post_id, act.comment_id, deadline=deadline)
            return Absent() if stands else Found(act.comment_id, how="MAX показал, что комментария нет")
        case _:
            return CannotTell(comments.NO_RESTORE)


def _post_by_id(channel: Channel, act: Publish, mid: str, deadline: float) -> LookUp:
    try:
        message = channel.client.call("GET", f"/messages/{part(mid)}", purpose=READING, deadline=deadline)
        here = shown_of(message)
    except NetworkError as error:
        if error.code not in comments.NOT_FOUND:
            raise
        return Absent()
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None
    lacking = missing(sent(render(act.post)), here)
    return Found(mid, channel.url_of(message), with_missing("MAX показал запись", lacking), lacking)


def _post_since(channel: Channel, act: Publish, since: datetime, deadline: float, taken: frozenset[str]) -> LookUp:
    wanted, unknown = render(act.post), False
    for message in messages_since(channel, "/messages", {"chat_id": channel.chat_id}, since, deadline):
        if message is None:
            return CannotTell(_TOO_MANY)
        if mid_of(message) in taken:
            continue
        if canonical(text_of(message)) == canonical(wanted.text) and photos_of(message) == wanted.photo_count:
            return Found(mid_of(message), channel.url_of(message), "нашли в канале по тексту, фото и времени")
        unknown = True
    return CannotTell(_UNKNOWN_POST, unknown_post=True) if unknown else Absent()


def _reply(
    channel: Channel, act: Reply, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    if remote_id:
        stands = comments.find(channel, act.post_id, remote_id, deadline=deadline)
        return Found(remote_id, how="MAX показал ответ") if stands else Absent()
    text, unknown = canonical(render_reply(act.text).text), False
    for message in messages_since(channel, comments.path_of(act.post_id), {}, since, deadline):
        if message is None:
            return CannotTell(_TOO_MANY)
        if mid_of(message) in taken or not _is_ours(message):
            continue
        if answered(message) == act.comment_id and canonical(text_of(message)) == text:
            return Found(mid_of(message), how="нашли под записью по тексту и времени")
        unknown = True
    return CannotTell(UNKNOWN_REPLY) if unknown else Absent()


def _is_ours(message: Mapping[str, Any]) -> bool:
    """Whether a bot or the channel itself wrote the message."""
    sender = message.get("sender")
    return sender is None or (isinstance(sender, Mapping) and sender.get("is_bot") is True)


def answered(message: Mapping[str, Any]) -> str:
    """The id of the comment that this one answers; "" if none."""
    link = message.get("link")
    above = link.get("message") if isinstance(link, Mapping) and link.get("type") == "reply" else None
    return str(above.get("mid") or "") if isinstance(above, Mapping) else ""


def messages_since(
    channel: Channel, path: str, query: Mapping[str, str], since: datetime, deadline: float
) -> Iterator[Mapping[str, Any] | None]:
    """Yield messages newest first. A final None means that the page limit was reached and older messages exist."""
    asked: dict[str, str | int] = {**query, "after": milliseconds(since - SKEW), "count": PAGE}
    seen: set[str] = set()
    for _ in range(_PAGES):
        answer = channel.client.call("GET", path, query=asked, purpose=READING, deadline=deadline)
        found = messages_of(answer)
        if found is None:
            raise channel.client.unexpected(READING)
        try:
            fresh = [one for one in found if mid_of(one) not in seen]
            yield from (one for one in fresh if moment(one["timestamp"]) >= since - SKEW)
            seen |= {mid_of(one) for one in fresh}
            if len(found) < PAGE or not fresh:
                return
            asked["before"] = min(int(one["timestamp"]) for one in fresh)
        except (LookupError, TypeError, ValueError, OverflowError, OSError):
            raise channel.client.unexpected(READING) from None
    yield None
