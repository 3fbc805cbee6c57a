"""Changes of an existing post: edit, delete, pin, and its current state. Repeating them is harmless.

An edit names all attachments; those missing from the list are removed.
"""

import time
from collections.abc import Iterator, Mapping, Sequence

from veche.networks.errors import EDITING, PINNING, WITHDRAWING, by_hand, post_gone
from veche.networks.handlers import Call, LookUpCall
from veche.networks.kept_parts import kept_parts
from veche.networks.mastodon import server
from veche.networks.mastodon.account import NOT_FOUND, Account, shown_of
from veche.networks.mastodon.client import part
from veche.networks.mastodon.lookup import has_text
from veche.networks.mastodon.publish import body_of
from veche.networks.mastodon.refusals import TITLE
from veche.networks.mastodon.render import render
from veche.networks.mastodon.uploads import part_names, upload
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
    Withdraw,
)

# Each post costs two calls.
PAGE = 15
_SO = "Mastodon показал, что так и есть"
_NO_DELETION = "этот сервер записей через API не удаляет"


def keep_parts(account: Account, act: Edit, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    """Existing pictures keep their attachments; only new ones are uploaded."""
    _refuse_polls(act)
    server.check(account.server.rules(deadline=deadline), render(act.post), purpose=EDITING)
    kept = kept_parts(act, parts, part_names)
    if kept != parts:
        yield kept
    yield from upload(account, act.post, kept, deadline=deadline)


def _refuse_polls(act: Edit) -> None:
    """Refuse: a poll that is sent again is reset, and one that is not sent is deleted."""
    if act.post.poll or act.before.poll:
        raise by_hand(TITLE, "правка опроса обнулила бы голоса", EDITING)


def edit(account: Account, call: Call) -> Done:
    act: Edit = call.act
    _refuse_polls(act)
    body = body_of(act.post, render(act.post), call.parts)
    try:
        answer = account.client.call("PUT", _path(act.post_id), body=body, purpose=EDITING, deadline=call.deadline)
    except NetworkError as error:
        raise _if_gone(account, act.post_id, error, call.deadline) from None
    return Done(act.post_id, account.url_of(answer))


def withdraw(account: Account, call: Call) -> Done:
    """Delete a post; one that does not exist counts as deleted. snac has no such method, so that the post still exists
    there.
    """
    act: Withdraw = call.act
    try:
        account.client.call("DELETE", _path(act.post_id), purpose=WITHDRAWING, deadline=call.deadline)
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        if account.status(act.post_id, deadline=call.deadline) is not None:
            raise by_hand(TITLE, _NO_DELETION, WITHDRAWING) from None
    return Done(act.post_id, proven=True)


def pin(account: Account, call: Call) -> Done:
    """Pin or unpin. A post that is already pinned gets «Duplicate record»."""
    number, verb = call.act.post_id, "pin" if isinstance(call.act, Pin) else "unpin"
    try:
        account.client.call("POST", f"{_path(number)}/{verb}", body={}, purpose=PINNING, deadline=call.deadline)
    except NetworkError as error:
        if error.code == "masto_422" and _is_pinned(account, number, call.deadline) is (verb == "pin"):
            return Done(number, proven=True)
        raise _if_gone(account, number, error, call.deadline) from None
    return Done(number)


def look_up(account: Account, asked: LookUpCall) -> LookUp:
    act, deadline = asked.act, asked.deadline
    if isinstance(act, Withdraw):
        stands = account.status(act.post_id, deadline=deadline)
        return Absent() if stands else Found(act.post_id, how="Mastodon подтвердил, что записи нет")
    if isinstance(act, Edit):
        return _look_up_edit(account, act, deadline)
    is_so = _is_pinned(account, act.post_id, deadline) is isinstance(act, Pin)
    return Found(act.post_id, how=_SO) if is_so else Absent()


def _look_up_edit(account: Account, act: Edit, deadline: float) -> LookUp:
    post, wanted = account.status(act.post_id, deadline=deadline), render(act.post)
    if post is None or shown_of(post).photos != wanted.photo_count:
        return Absent()
    if not has_text(account, post, wanted.text, deadline=deadline):
        return Absent()
    return Found(act.post_id, account.url_of(post), _SO)


def _is_pinned(account: Account, number: str, deadline: float) -> bool:
    post = account.status(number, deadline=deadline)
    return post is not None and post.get("pinned") is True


def read_back(account: Account, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
    """The current state of posts; stops before the deadline."""
    found: dict[str, PostNow] = {}
    for number in post_ids[:PAGE]:
        try:
            found[number] = _now(account, number, deadline)
        except NetworkError as error:
            if not found or error.retry_after is None:
                raise
            break
        if time.monotonic() > deadline - 1:
            break
    return found


def _now(account: Account, number: str, deadline: float) -> PostNow:
    status = account.status(number, deadline=deadline)
    if status is None:
        return PostNow(stands=False)
    return PostNow(stands=True, text=account.words(status, deadline=deadline), shown=shown_of(status))


def _path(number: str) -> str:
    return f"/api/v1/statuses/{part(number)}"


def _if_gone(account: Account, number: str, error: NetworkError, deadline: float) -> NetworkError:
    """`POST_GONE` instead of a refusal if the post does not exist any more."""
    if error.code in NOT_FOUND and account.status(number, deadline=deadline) is None:
        return post_gone(TITLE)
    return error
