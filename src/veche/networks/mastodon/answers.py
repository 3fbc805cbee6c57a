"""Answers to people, under a post or in private, and comments on own posts.

An answer is a status that begins with the person's name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from veche.networks.errors import ANSWERING, DELETING, READING, REPLYING, RESTORING, Purpose, by_hand
from veche.networks.handlers import Call, LookUpCall
from veche.networks.mastodon.account import NOT_FOUND, Account, id_of
from veche.networks.mastodon.client import part
from veche.networks.mastodon.publish import LANGUAGE
from veche.networks.mastodon.refusals import TITLE
from veche.networks.mastodon.render import render_reply
from veche.networks.protocol import (
    Absent,
    AnswerMessage,
    DeleteComment,
    Done,
    Found,
    LookUp,
    NetworkError,
    Parts,
    Reply,
    RestoreComment,
)

# The part that holds the name of the answered person, «anna» or «anna@other.example».
NAME = "name"
NO_RESTORE = "Удалённого в Mastodon не вернуть. Текст ответа сохранён у нас."


def prepare(account: Account, act: Reply | AnswerMessage, parts: Parts, deadline: float) -> Iterator[Parts]:
    if NAME not in parts and not _is_under_post(act):
        purpose = REPLYING if isinstance(act, Reply) else ANSWERING
        yield {**parts, NAME: _name(account, act, purpose, deadline)}


def _is_under_post(act: Reply | AnswerMessage) -> bool:
    """Whether it answers nobody."""
    return isinstance(act, Reply) and not act.comment_id


def _name(account: Account, act: Reply | AnswerMessage, purpose: Purpose, deadline: float) -> str:
    if isinstance(act, Reply):
        above = account.status(act.comment_id, deadline=deadline)
        if above is None:
            raise _gone(purpose)
        author = above.get("account")
    else:
        try:
            path = f"/api/v1/accounts/{part(act.peer_id)}"
            author = account.client.call("GET", path, purpose=READING, deadline=deadline)
        except NetworkError as error:
            raise (_gone(purpose) if error.code in NOT_FOUND else error) from None
    name = author.get("acct") if isinstance(author, Mapping) else None
    if not isinstance(name, str) or not name:
        raise account.client.unexpected(READING)
    return name


def _gone(purpose: Purpose) -> NetworkError:
    advice = f"В Mastodon больше нет того, на что отвечаем, или человек закрыт от нас. {purpose.kept}."
    return NetworkError(advice, permanent=True, code="masto_no_question")


def reply(account: Account, call: Call) -> Done:
    act: Reply = call.act
    return _say(account, call, act.text, above=act.comment_id or act.post_id, visibility="public", purpose=REPLYING)


def answer(account: Account, call: Call) -> Done:
    act: AnswerMessage = call.act
    return _say(account, call, act.text, above=act.message_id, visibility="direct", purpose=ANSWERING)


def _say(account: Account, call: Call, text: str, *, above: str, visibility: str, purpose: Purpose) -> Done:
    rendered = render_reply(text)
    if rendered.problems:
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=rendered.problems[0].code)
    alone = _is_under_post(call.act)
    if NAME not in call.parts and not alone:
        raise NetworkError(f"Имя собеседника в Mastodon ещё не спросили. {purpose.kept}.", code="parts_missing")
    words = rendered.text if alone else f"@{call.parts[NAME]} {rendered.text}"
    body: dict[str, Any] = {"status": words, "visibility": visibility}
    body |= {"language": LANGUAGE, **({"in_reply_to_id": above} if above else {})}
    said = account.client.call(
        "POST", "/api/v1/statuses", body=body, key=str(call.key), purpose=purpose, deadline=call.deadline
    )
    try:
        return Done(id_of(said), account.url_of(said), proven=True)
    except (LookupError, TypeError):
        raise account.client.unexpected(purpose) from None


def not_deleted(account: Account, call: Call) -> Done:
    del account, call
    raise by_hand(TITLE, "чужой ответ удаляют только модераторы сервера", DELETING)


def not_restored(account: Account, call: Call) -> Done:
    del account, call
    raise NetworkError(f"{NO_RESTORE} {RESTORING.kept}.", permanent=True, code="cannot_restore")


def look_up_deletion(account: Account, asked: LookUpCall) -> LookUp:
    """A person may have deleted it too."""
    act: DeleteComment | RestoreComment = asked.act
    stands = account.status(act.comment_id, deadline=asked.deadline) is not None
    if stands is isinstance(act, DeleteComment):
        return Absent()
    return Found(act.comment_id, how="Mastodon показал, что так и есть")
