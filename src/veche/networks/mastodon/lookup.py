"""Look up whether an act was done, in the account's own statuses of any visibility.

Mastodon itself also keeps an Idempotency-Key for an hour: there, a doubtful post is repeated with the same key
(`heeds_keys`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from veche.networks.errors import UNKNOWN_REPLY
from veche.networks.handlers import LookUpCall
from veche.networks.mastodon.account import CLOSED, Account, Status, id_of, shown_of
from veche.networks.mastodon.plain import without_mentions, words_of
from veche.networks.mastodon.render import render, render_reply
from veche.networks.protocol import Absent, AnswerMessage, CannotTell, Found, LookUp, Publish, Rendered, Reply
from veche.networks.shown import missing, sent, with_missing
from veche.networks.text import canonical

# docs.joinmastodon.org, POST /api/v1/statuses: «up to 1 hour»; ten minutes are kept as reserve.
KEY_LIVES: Final = timedelta(minutes=50)
_UNKNOWN_POST = (
    "В профиле Mastodon стоит свежая запись, которой мы не знаем: может быть, это наша, и её поправили в сети. "
    "Откройте профиль и посмотрите."
)
_TOO_MANY = "В профиле Mastodon слишком много новых записей, всех не просмотреть. Откройте его и посмотрите."
_UNKNOWN_ANSWER = (
    "В этой переписке Mastodon есть свежий ответ от нашего имени, которого мы не знаем. Откройте её и посмотрите."
)
# Mastodon lists them to the account itself; snac was observed to omit them.
_NOT_LISTED = "Этот сервер не показывает личных ответов списком. Откройте переписку в Mastodon и посмотрите."


def while_key_lives(_act: object, since_first: timedelta) -> bool:
    return since_first < KEY_LIVES


@dataclass(frozen=True, slots=True)
class _Wanted:
    """`fits`: a status of this kind; `is_it`: exactly the wanted one; `unknown`: the answer if only others fit."""

    fits: Callable[[Status], bool]
    is_it: Callable[[Status], bool]
    unknown: CannotTell


def look_up_post(account: Account, asked: LookUpCall) -> LookUp:
    act: Publish = asked.act
    wanted, deadline = render(act.post), asked.deadline
    if asked.remote_id:
        return _post_by_id(account, wanted, asked.remote_id, deadline)
    post = _Wanted(
        lambda status: not status.get("in_reply_to_id") and status.get("visibility") not in CLOSED,
        lambda status: (
            shown_of(status).photos == wanted.photo_count and has_text(account, status, wanted.text, deadline=deadline)
        ),
        CannotTell(_UNKNOWN_POST, unknown_post=True),
    )
    return _search(account, post, asked)


def _post_by_id(account: Account, wanted: Rendered, number: str, deadline: float) -> LookUp:
    status = account.status(number, deadline=deadline)
    if status is None:
        return Absent()
    lacking = missing(sent(wanted), shown_of(status))
    return Found(number, account.url_of(status), with_missing("Mastodon показал запись", lacking), lacking)


def look_up_answer(account: Account, asked: LookUpCall) -> LookUp:
    """Look up a reply under a post, or a private answer."""
    act: Reply | AnswerMessage = asked.act
    if asked.remote_id:
        stands = account.status(asked.remote_id, deadline=asked.deadline)
        return Found(asked.remote_id, how="Mastodon показал ответ") if stands else Absent()
    above = act.comment_id or act.post_id if isinstance(act, Reply) else act.message_id
    text = render_reply(act.text).text
    answer = _Wanted(
        lambda status: status.get("in_reply_to_id") == above if above else status.get("visibility") in CLOSED,
        lambda status: has_text(account, status, text, deadline=asked.deadline, answers=True),
        CannotTell(UNKNOWN_REPLY if isinstance(act, Reply) else _UNKNOWN_ANSWER),
    )
    found = _search(account, answer, asked)
    if isinstance(act, Reply) or isinstance(found, Found) or account.server.rules(deadline=asked.deadline).heeds_keys:
        return found
    return CannotTell(_NOT_LISTED)


def _search(account: Account, wanted: _Wanted, asked: LookUpCall) -> LookUp:
    found: LookUp = Absent()
    for status in account.recent(asked.since, deadline=asked.deadline):
        if status is None:
            found = CannotTell(_TOO_MANY)
            break
        if id_of(status) in asked.taken or not wanted.fits(status):
            continue
        if wanted.is_it(status):
            return Found(id_of(status), account.url_of(status), "нашли в профиле по тексту и времени")
        found = wanted.unknown
    if isinstance(found, CannotTell):
        account.server.rules(deadline=asked.deadline)  # `may_repeat`, which is asked next, needs the server's rules
    return found


def has_text(account: Account, status: Status, text: str, *, deadline: float, answers: bool = False) -> bool:
    """Whether the status has this text.

    Its source is requested only if the HTML reads otherwise. `answers`: ignore the mentions before the text.
    """

    def alike(words: str) -> bool:
        return canonical(without_mentions(words) if answers else words) == canonical(text)

    return alike(words_of(str(status.get("content") or ""))) or alike(account.words(status, deadline=deadline))
