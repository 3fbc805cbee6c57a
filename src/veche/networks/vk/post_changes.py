"""Edit, delete, pin and read back posts, by the administrator's key.

VK's «already so» counts as done, and a post that does not exist counts as deleted.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from veche.networks.errors import EDITING, PINNING, READING, WITHDRAWING, Purpose, by_hand, post_gone
from veche.networks.kept_parts import kept_parts
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Done,
    Edit,
    Found,
    LookUp,
    NetworkError,
    Parts,
    Pin,
    PostNow,
    Slot,
    Unpin,
    Withdraw,
)
from veche.networks.shown import missing, sent
from veche.networks.vk.lookup import NO_ADMIN, same_text, shown_of, shows_link
from veche.networks.vk.publish import attachments
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.render import render
from veche.networks.vk.uploads import part_names, upload
from veche.networks.vk.wall import Wall, items, photos_of

# Codes for a post that does not exist: no access, not found, no such object.
_PERHAPS_GONE = frozenset({"vk_15", "vk_100", "vk_104", "vk_210"})
# dev.vk.com, wall.getById: at most 100 posts in one call.
PAGE = 100


def keep_parts(wall: Wall, act: Edit, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    """Keep unchanged attachments in VK, with their likes and votes, and upload only new media."""
    if act.post.poll != act.before.poll:
        raise by_hand(TITLE, "опрос в вышедшей записи через нас не меняется, иначе голоса пропадут", EDITING)
    kept = kept_parts(act, parts, part_names)
    if kept != parts:
        yield kept
    yield from upload(wall, act.post, kept, deadline=deadline)


def change(wall: Wall, act: Edit | Withdraw | Pin | Unpin, parts: Parts, *, deadline: float) -> Done:
    match act:
        case Edit():
            return _edit(wall, act, parts, deadline=deadline)
        case Withdraw():
            return _withdraw(wall, act, deadline=deadline)
        case Pin() | Unpin():
            return _pin(wall, act, deadline=deadline)


def _edit(wall: Wall, act: Edit, parts: Parts, *, deadline: float) -> Done:
    """Edit the post. wall.edit replaces the whole post: attachments not named are removed."""
    params: dict[str, str | int] = {"message": render(act.post).text}
    params |= attachments(act.post, parts)
    answer = about_post(wall, "wall.edit", act.post_id, params, EDITING, deadline)
    if not isinstance(answer, dict) or str(answer.get("post_id")) != act.post_id:
        raise wall.client.unexpected(EDITING)
    return _done(wall, act.post_id)


def _withdraw(wall: Wall, act: Withdraw, *, deadline: float) -> Done:
    try:
        answer = _call(wall, "wall.delete", act.post_id, {}, WITHDRAWING, deadline)
    except NetworkError as error:
        if error.code not in _PERHAPS_GONE or post_now(wall, act.post_id, deadline) is not None:
            raise
        return _done(wall, act.post_id)
    if answer != 1:
        raise wall.client.unexpected(WITHDRAWING)
    return _done(wall, act.post_id)


def _pin(wall: Wall, act: Pin | Unpin, *, deadline: float) -> Done:
    method = "wall.pin" if isinstance(act, Pin) else "wall.unpin"
    if about_post(wall, method, act.post_id, {}, PINNING, deadline) != 1:
        raise wall.client.unexpected(PINNING)
    return _done(wall, act.post_id)


def look_up(wall: Wall, act: Edit | Withdraw | Pin | Unpin, *, deadline: float) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    post = post_now(wall, act.post_id, deadline)
    return _found(wall, act) if _is_so(act, post) else Absent()


def read_back(wall: Wall, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
    asked = list(post_ids[:PAGE])
    there = {str(post.get("id")): post for post in standing_posts(wall, asked, deadline=deadline)}
    return {number: _now(there.get(number)) for number in asked}


def _is_so(act: Edit | Withdraw | Pin | Unpin, post: Mapping[str, Any] | None) -> bool:
    match act:
        case Withdraw():
            return post is None
        case Edit():
            wanted = render(act.post)
            return (
                post is not None
                and same_text(post, wanted.text)
                and len(photos_of(post)) == len(wanted.photos)
                and not missing(sent(wanted), shown_of(post))
                and shows_link(post, wanted.link)
            )
        case Pin():
            return post is not None and bool(post.get("is_pinned"))
        case Unpin():
            return post is None or not post.get("is_pinned")


def _now(post: Mapping[str, Any] | None) -> PostNow:
    if post is None:
        return PostNow(stands=False)
    return PostNow(stands=True, text=html.unescape(str(post.get("text", ""))), shown=shown_of(post))


def post_now(wall: Wall, post_id: str, deadline: float) -> Mapping[str, Any] | None:
    """The post as it stands; None if VK does not show it."""
    found = standing_posts(wall, [post_id], deadline=deadline)
    return next((post for post in found if str(post.get("id")) == post_id), None)


def standing_posts(wall: Wall, post_ids: Sequence[str], *, deadline: float) -> list[Mapping[str, Any]]:
    """Those of the posts that VK returns; at most `PAGE` may be asked for."""
    names = ",".join(f"{wall.owner_id}_{number}" for number in post_ids)
    answer = wall.call(Slot.ADMIN, "wall.getById", {"posts": names}, purpose=READING, deadline=deadline)
    if not isinstance(answer.get("items") if isinstance(answer, Mapping) else answer, list):
        raise wall.client.unexpected(READING)  # an unknown answer must not look like an empty wall
    return [post for post in items(answer) if not post.get("is_deleted")]


def about_post(
    wall: Wall, method: str, post_id: str, params: Mapping[str, str | int], purpose: Purpose, deadline: float
) -> Any:
    """Call a method on a post; a refusal about a post that does not exist becomes `post_gone`."""
    try:
        return _call(wall, method, post_id, params, purpose, deadline)
    except NetworkError as error:
        if error.code in _PERHAPS_GONE and post_now(wall, post_id, deadline) is None:
            raise post_gone(TITLE) from None
        raise


def _call(
    wall: Wall, method: str, post_id: str, params: Mapping[str, str | int], purpose: Purpose, deadline: float
) -> Any:
    named: dict[str, str | int] = {"owner_id": wall.owner_id, "post_id": post_id, **params}
    return wall.call(Slot.ADMIN, method, named, purpose=purpose, deadline=deadline)


def _done(wall: Wall, post_id: str) -> Done:
    """The result of a change; not proven, so VK is asked about the post afterwards."""
    return Done(remote_id=post_id, url=wall.post_url(post_id))


def _found(wall: Wall, act: Edit | Withdraw | Pin | Unpin) -> Found:
    return Found(act.post_id, wall.post_url(act.post_id), "VK показал, что так и есть")
