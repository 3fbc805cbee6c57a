"""Look up whether an act happened, by the administrator's key: the community's cannot read its own wall (error 27)."""

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from veche.networks.errors import READING, UNKNOWN_REPLY
from veche.networks.protocol import (
    Absent,
    CannotTell,
    DeleteComment,
    Found,
    LookUp,
    Place,
    Publish,
    Reply,
    RestoreComment,
    Slot,
)
from veche.networks.shown import AttachmentCounts, missing, sent, with_missing
from veche.networks.text import canonical
from veche.networks.vk.comments import answers_to, is_deleted
from veche.networks.vk.places import Spot, number_of
from veche.networks.vk.render import render, render_reply
from veche.networks.vk.wall import SKEW, Wall, items, moment, photos_of

PAGE = 100
_PAGES = 5
NO_ADMIN = "Проверить стену VK можно только ключом администратора, а его нет. Откройте сообщество и посмотрите."
_TOO_MANY = "На стене слишком много новых записей, всех не просмотреть. Откройте сообщество и посмотрите."
_UNKNOWN_POST = (
    "На стене VK стоит свежая запись, которой мы не знаем: может быть, это наша, и её поправили в сети. "
    "Откройте сообщество и посмотрите."
)


def look_up_post(
    wall: Wall, act: Publish, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    if remote_id:
        return _by_id(wall, act, remote_id, deadline)
    unknown = False
    for post in posts_since(wall, since - SKEW, deadline):
        if post is None:
            return CannotTell(_TOO_MANY)
        if str(post["id"]) in taken or post.get("from_id") != wall.owner_id:
            continue
        if _is_this(wall, act, post):
            return Found(str(post["id"]), wall.post_url(post["id"]), "нашли на стене по тексту, фото и времени")
        unknown = True
    return CannotTell(_UNKNOWN_POST, unknown_post=True) if unknown else Absent()


def _by_id(wall: Wall, act: Publish, remote_id: str, deadline: float) -> LookUp:
    name = f"{wall.owner_id}_{remote_id}"
    answer = wall.call(Slot.ADMIN, "wall.getById", {"posts": name}, purpose=READING, deadline=deadline)
    found = [post for post in items(answer) if str(post.get("id")) == remote_id and not post.get("is_deleted")]
    if not found:
        return Absent()
    lacking = missing(sent(render(act.post)), shown_of(found[0]))
    return Found(remote_id, wall.post_url(remote_id), with_missing("VK показал запись", lacking), lacking)


def posts_since(wall: Wall, since: datetime, deadline: float) -> Iterator[Mapping[str, Any] | None]:
    """Yield posts newest first. A final None means that the page limit was reached and older posts exist."""
    for page in range(_PAGES):
        params: dict[str, str | int] = {"owner_id": wall.owner_id, "count": PAGE, "offset": page * PAGE}
        posts = items(wall.call(Slot.ADMIN, "wall.get", params, purpose=READING, deadline=deadline))
        yield from (post for post in posts if moment(post["date"]) >= since)
        # A pinned post comes first whatever its date, so the last one decides.
        if len(posts) < PAGE or moment(posts[-1]["date"]) < since:
            return
    yield None


def _is_this(wall: Wall, act: Publish, post: Mapping[str, Any]) -> bool:
    return (
        post.get("from_id") == wall.owner_id
        and not post.get("is_deleted")
        and same_text(post, render(act.post).text)
        and len(photos_of(post)) == len(act.post.photos)
        and attached(post) >= len(act.post.files) + (act.post.poll is not None)
        and shows_link(post, render(act.post).link)
    )


def shows_link(post: Mapping[str, Any], link: str) -> bool:
    """Whether the post shows this link. True without a link: VK makes a card of a link in the text by itself."""
    found = post.get("attachments")
    cards = [one["link"].get("url") for one in found or () if isinstance(one, Mapping) and one.get("type") == "link"]
    return not link or link.rstrip("/") in [str(url).rstrip("/") for url in cards]


def shown_of(post: Mapping[str, Any]) -> AttachmentCounts:
    """Counts of attachments. A GIF is a document in VK; a link may be a card that VK made of the text."""
    found = post.get("attachments")
    kinds = [one.get("type") for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return AttachmentCounts(
        photos=len(photos_of(post)),
        videos=kinds.count("video"),
        files=kinds.count("doc"),
        polls=kinds.count("poll"),
        links=kinds.count("link"),
    )


def attached(post: Mapping[str, Any]) -> int:
    """The number of videos, documents and polls; link previews are VK's own."""
    found = post.get("attachments")
    kinds = [one.get("type") for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return sum(kind in {"video", "doc", "poll"} for kind in kinds)


def same_text(thing: Mapping[str, Any], wanted: str) -> bool:
    """Whether the texts are equal. Older methods of VK return `&`, `<`, `>` as entities."""
    return canonical(html.unescape(str(thing.get("text", "")))) == canonical(html.unescape(wanted))


def look_up_reply(
    wall: Wall, act: Reply, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    if remote_id:
        gone = is_deleted(wall, act.post_id, remote_id, deadline=deadline)
        return Absent() if gone else Found(remote_id, wall.comment_url(act.post_id, remote_id), "VK показал ответ")
    unknown, spot = False, Spot.of(act.post_id)
    for comment in answers_to(wall, act.post_id, act.comment_id, deadline=deadline):
        number = spot.comment_id(comment["id"])
        fresh = comment.get("from_id") == wall.owner_id and moment(comment["date"]) >= since - SKEW
        if not fresh or number in taken:
            continue
        unknown = True
        if _answers(comment, act, spot) and same_text(comment, render_reply(act.text).text):
            where = "под записью" if spot.place is Place.POST else "там же"
            return Found(number, wall.comment_url(act.post_id, number), f"нашли {where} по тексту и времени")
    return CannotTell(UNKNOWN_REPLY) if unknown else Absent()


def _answers(comment: Mapping[str, Any], act: Reply, spot: Spot) -> bool:
    """Whether it answers the same comment; messages of a topic name none."""
    if spot.place is Place.TOPIC:
        return True
    return str(comment.get("reply_to_comment", "")) == number_of(act.comment_id)


def look_up_change(wall: Wall, act: DeleteComment | RestoreComment, *, deadline: float) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    gone = is_deleted(wall, act.post_id, act.comment_id, deadline=deadline)
    if gone is not isinstance(act, DeleteComment):
        return Absent()
    return Found(act.comment_id, wall.url_of(Spot.of(act.post_id)), "VK показал, что так и есть")
