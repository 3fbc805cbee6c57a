"""Convert OK's comments and topics to our events."""

from collections.abc import Mapping
from typing import Any

from veche.networks.ok.group import Group, items, moment, photo_count, shown_of, text_of
from veche.networks.protocol import CommentCame, PictureRef, PostSeen

# From the largest copy down; OK returns those that it keeps.
_COPIES = ("pic_max", "pic1024x768", "pic640x480", "pic320min", "pic190x190", "pic128x128")


def comment_came(group: Group, comment: Mapping[str, Any], topic_id: str, names: Mapping[str, str]) -> CommentCame:
    number, author = str(comment["id"]), str(comment.get("author_id", ""))
    return CommentCame(
        dedup=f"new:{number}",
        comment_id=number,
        post_id=topic_id,
        thread_id="",
        author_id=author,
        author_name=names.get(author, ""),
        text=str(comment.get("text", "")),
        at=moment(comment),
        pictures=_pictures(comment),
        reply_to=str(comment.get("reply_to_comment_id") or ""),
        ours=group.is_author_of(comment),
    )


def _pictures(comment: Mapping[str, Any]) -> tuple[PictureRef, ...]:
    photos = [one for one in items(comment, "attachments") if str(one.get("type", "")).upper() == "PHOTO"]
    urls = (next((str(photo[copy]) for copy in _COPIES if photo.get(copy)), "") for photo in photos)
    return tuple(PictureRef(url) for url in urls if url)


def post_seen(group: Group, topic: Mapping[str, Any]) -> PostSeen:
    """The event for a topic. Raises `ValueError` unless the group published it."""
    if not group.is_author_of(topic):
        raise ValueError("not by the group")
    number = str(topic["id"])
    return PostSeen(
        dedup=f"post:{number}",
        post_id=number,
        text=text_of(topic),
        photo_count=photo_count(topic),
        shown=shown_of(topic),
        at=moment(topic),
        url=group.topic_url(number),
    )
