"""Restrict authors in the community by VK's ban list, for at most a year or for good."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from veche.kernel.clock import now
from veche.networks.errors import READING, RELEASING, RESTRICTING
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Done,
    Found,
    LookUp,
    NetworkError,
    ReleaseAuthor,
    RestrictAuthor,
    Slot,
)
from veche.networks.vk.wall import Wall, items

# dev.vk.com, groups.ban: `end_date` at most a year ahead.
LONGEST = timedelta(days=365)
# dev.vk.com, groups.ban, `reason`: 0 other, 1 spam, 2 verbal abuse, 3 strong language, 4 irrelevant messages. What
# breaks the law is 0 with words; 4 is never sent, as no ground of ours is that.
_REASONS = {"spam": 1, "insult": 2, "obscene": 3}
_NOT_BANNED = "vk_104"
# Codes that VK may return for somebody who is not on the list or cannot be put there.
_PERHAPS_FREE = frozenset({"vk_15", "vk_100", _NOT_BANNED})
_SECONDS_APART = 60
_NO_KEY = "Чёрный список VK показывает только по ключу, а его нет. Откройте сообщество и посмотрите."


def restrict(wall: Wall, act: RestrictAuthor, *, deadline: float) -> Done:
    """Ban an author. Repeating is safe: the same term replaces the same term."""
    params: dict[str, str | int] = {**_of(wall, act.author_id), **_term(act.until)}
    params["reason"] = _REASONS.get(act.ground, 0)
    if act.words:
        params |= {"comment": act.words, "comment_visible": 1}
    answer = wall.call(Slot.ADMIN, "groups.ban", params, purpose=RESTRICTING, deadline=deadline)
    if answer != 1:
        raise wall.client.unexpected(RESTRICTING)
    return _done(wall, act)


def _term(until: datetime | None) -> dict[str, str | int]:
    if until is None:
        return {}
    left = until - now()
    if left > LONGEST:
        raise _pointless("VK ограничивает не дольше чем на год", "Выберите срок короче или «навсегда»")
    if left <= timedelta():
        raise _pointless("срок ограничения уже прошёл", "Если оно ещё нужно, выберите новый срок")
    return {"end_date": int(until.timestamp())}


def _pointless(why: str, what_to_do: str) -> NetworkError:
    return NetworkError(f"VK: {why}. {RESTRICTING.kept}. {what_to_do}.", permanent=True, code="bad_term")


def release(wall: Wall, act: ReleaseAuthor, *, deadline: float) -> Done:
    """Unban an author. One who is not banned counts as released."""
    try:
        answer = wall.call(Slot.ADMIN, "groups.unban", _of(wall, act.author_id), purpose=RELEASING, deadline=deadline)
    except NetworkError as error:
        if error.code not in _PERHAPS_FREE or _ban(wall, act.author_id, deadline) is not None:
            raise
        return _done(wall, act)
    if answer != 1:
        raise wall.client.unexpected(RELEASING)
    return _done(wall, act)


def look_up(wall: Wall, act: RestrictAuthor | ReleaseAuthor, *, deadline: float) -> LookUp:
    if not wall.client.has(wall.speaking_slot()):
        return CannotTell(_NO_KEY)
    ban = _ban(wall, act.author_id, deadline)
    so = ban is None if isinstance(act, ReleaseAuthor) else ban is not None and _has_term(ban, act.until)
    return Found(act.author_id, wall.page_url, "VK показал, что так и есть") if so else Absent()


def _has_term(ban: Mapping[str, Any], until: datetime | None) -> bool:
    end = int(ban.get("end_date") or 0)
    return end == 0 if until is None else abs(end - until.timestamp()) <= _SECONDS_APART


def _ban(wall: Wall, author_id: str, deadline: float) -> Mapping[str, Any] | None:
    """VK's record of this author's ban; None if there is none."""
    try:
        answer = wall.manager_call("groups.getBanned", _of(wall, author_id), purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code != _NOT_BANNED:
            raise
        return None
    if not isinstance(answer, Mapping):
        raise wall.client.unexpected(READING)
    bans = [one["ban_info"] for one in items(answer) if isinstance(one.get("ban_info"), Mapping)]
    return bans[0] if bans else None


def _of(wall: Wall, author_id: str) -> dict[str, str | int]:
    return {"group_id": wall.group_id, "owner_id": author_id}


def _done(wall: Wall, act: RestrictAuthor | ReleaseAuthor) -> Done:
    return Done(remote_id=act.author_id, url=wall.page_url, proven=True)
