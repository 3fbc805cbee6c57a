"""Publish a post: one `POST /api/v1/statuses` with an Idempotency-Key, after all attachments are uploaded."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from veche.networks.errors import PUBLISHING
from veche.networks.mastodon import server
from veche.networks.mastodon.account import Account, id_of, shown_of
from veche.networks.mastodon.profile import PROFILE
from veche.networks.mastodon.render import render
from veche.networks.mastodon.uploads import part_names, upload
from veche.networks.operations import FORMATS
from veche.networks.protocol import TOO_LONG, Done, NetworkError, OutgoingPost, Parts, Poll, Publish, Rendered
from veche.networks.shown import missing, sent

ABLE: Final = frozenset(FORMATS) - PROFILE.beyond.keys()
LANGUAGE = "ru"
# Seconds for which a poll without an end stays open, kept with the uploads, because the server sets the limit.
OPEN_FOR = "poll.seconds"


def prepare(account: Account, act: Publish, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    rendered, rules = render(act.post), account.server.rules(deadline=deadline)
    server.check(rules, rendered, purpose=PUBLISHING)
    known = dict(parts)
    if rendered.poll and OPEN_FOR not in known:
        known[OPEN_FOR] = str(_seconds(rendered.poll, server.longest_poll(rules)))
        yield dict(known)
    yield from upload(account, act.post, known, deadline=deadline)


def _seconds(poll: Poll, longest: int) -> int:
    """The poll's duration in seconds; without an end the longest that the server permits."""
    return min(int(poll.open_for.total_seconds()), longest) if poll.open_for else longest


def publish(account: Account, act: Publish, parts: Parts, *, key: UUID, deadline: float) -> Done:
    rendered = render(act.post)
    body = {**body_of(act.post, rendered, parts), "visibility": "public"}
    if rendered.poll:
        body["poll"] = _poll(rendered.poll, parts)
    answer = account.client.call(
        "POST", "/api/v1/statuses", body=body, key=str(key), purpose=PUBLISHING, deadline=deadline
    )
    try:
        return Done(id_of(answer), account.url_of(answer), missing=missing(sent(rendered), shown_of(answer)))
    except (LookupError, TypeError):
        raise account.client.unexpected(PUBLISHING) from None


def body_of(post: OutgoingPost, rendered: Rendered, parts: Parts) -> dict[str, Any]:
    if any(problem.code == TOO_LONG for problem in rendered.problems):
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=TOO_LONG)
    names = part_names(post)
    if any(name not in parts for name in names):
        raise NetworkError(
            "Не все фото загружены на сервер Mastodon. Запись цела, загрузим их и отправим.", code="parts_missing"
        )
    return {"status": rendered.text, "language": LANGUAGE, "media_ids": [parts[name] for name in names]}


def _poll(poll: Poll, parts: Parts) -> Mapping[str, Any]:
    seconds = parts.get(OPEN_FOR) or str(_seconds(poll, server.longest_poll(server.Rules())))
    return {"options": list(poll.options), "expires_in": int(seconds), "multiple": poll.multiple}
