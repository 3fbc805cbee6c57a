"""Parse the `attachment` of a topic: JSON with blocks of text, photos, links, a poll."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from veche_sandbox import expiry
from veche_sandbox.ok import videos
from veche_sandbox.ok.calls import NETWORK, Call
from veche_sandbox.ok.errors import ApiError, bad_param
from veche_sandbox.ok.texts import LONGEST_TOPIC, cleaned, is_censored, length
from veche_sandbox.store import Account, File, Photo, Poll

MOST_BLOCKS = 100
LONGEST_QUESTION, LONGEST_ANSWER, MOST_ANSWERS = 300, 200, 20
SETTINGS = frozenset({"media", "onBehalfOfGroup", "disableComments", "publishAt", "publishAtMs"})
BLOCKS = {
    "text": frozenset({"type", "text"}),
    "photo": frozenset({"type", "list"}),
    "movie": frozenset({"type", "list"}),
    "movie-reshare": frozenset({"type", "movieId"}),
    "link": frozenset({"type", "url", "title", "description"}),
    "poll": frozenset({"type", "question", "answers", "options", "votesFinishTime"}),
}


@dataclass(slots=True)
class Topic:
    """`blocks`: kinds and contents in order, as they are returned later."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    videos: list[File] = field(default_factory=list)
    poll: Poll | None = None
    as_group: bool = False
    closed: bool = False
    scheduled: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(block["text"] for block in self.blocks if block["type"] == "text")


def read_attachment(call: Call, group: Account) -> Topic:
    body = _json_of(call)
    for name in sorted(set(body) - SETTINGS):
        call.complain(f"attachment.{name}")
    media = body.get("media")
    if not isinstance(media, list) or not media or not all(isinstance(block, dict) for block in media):
        raise bad_param("attachment", "No media in")
    if len(media) > MOST_BLOCKS:
        raise ApiError(600, "Too many blocks")
    topic = Topic(
        as_group=_yes(body, "onBehalfOfGroup"),
        closed=_yes(body, "disableComments"),
        scheduled=bool(body.get("publishAt") or body.get("publishAtMs")),
    )
    for block in media:
        _add(call, group, topic, block)
    if length(topic.text) > LONGEST_TOPIC:
        raise ApiError(601, "Text is too long")
    if is_censored(topic.text):
        raise ApiError(454, "Text contains forbidden words")
    if not topic.blocks:
        raise bad_param("attachment", "No media in")
    return topic


def _json_of(call: Call) -> dict[str, Any]:
    try:
        body = json.loads(call.text("attachment"))
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise bad_param("attachment", "Cannot parse JSON of") from None
    if not isinstance(body, dict):
        raise bad_param("attachment", "Cannot parse JSON of")
    return body


def _yes(body: dict[str, Any], name: str) -> bool:
    """A flag. The documentation has "true" and "false" as strings; a JSON boolean is accepted too."""
    value = body.get(name, False)
    if str(value).lower() not in {"true", "false"}:
        raise bad_param(f"attachment.{name}")
    return str(value).lower() == "true"


def _add(call: Call, group: Account, topic: Topic, block: dict[str, Any]) -> None:
    kind = block.get("type")
    if kind not in BLOCKS:
        raise bad_param("attachment", f"Unknown media type {kind!r} in")
    for name in sorted(set(block) - BLOCKS[kind]):
        call.complain(f"attachment.media.{name}")
    match kind:
        case "text":
            text = cleaned(_string(block, "text"))
            if text:
                topic.blocks.append({"type": "text", "text": text})
        case "link":
            topic.blocks.append({"type": "link", "url": _address(block)})
        case "poll":
            topic.poll = _poll(call, group, block)
            topic.blocks.append(_shown(topic.poll))
        case _:
            _add_media(call, group, topic, block)


def _add_media(call: Call, group: Account, topic: Topic, block: dict[str, Any]) -> None:
    match block["type"]:
        case "photo":
            photos = [_photo(call, group, item) for item in _items(block, "list")]
            topic.photos.extend(photos)
            topic.blocks.append({"type": "photo", "photos": [photo.id for photo in photos]})
        case "movie":
            found = [_video(call, group, item) for item in _items(block, "list")]
            topic.videos.extend(found)
            topic.blocks.append({"type": "movie", "movies": [video.id for video in found]})
        case "movie-reshare":
            video = _shared(call, block)
            topic.videos.append(video)
            topic.blocks.append({"type": "movie", "movies": [video.id]})


def _string(block: dict[str, Any], name: str) -> str:
    value = block.get(name)
    if not isinstance(value, str):
        raise bad_param(f"attachment.media.{name}")
    return value


def _items(block: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = block.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise bad_param(f"attachment.media.{name}")
    return found


def _photo(call: Call, group: Account, item: dict[str, Any]) -> Photo:
    """The photo of an upload token of this group."""
    photo = call.store.photos.by_key(str(item.get("id", "")))
    if photo is None or photo.network != NETWORK or photo.owner_id != -group.id:
        raise ApiError(121, "Invalid photo token")
    if expiry.is_over(call.store, NETWORK, photo.key):
        raise ApiError(121, "Invalid photo token")
    return photo


def _video(call: Call, group: Account, item: dict[str, Any]) -> File:
    video = videos.find(call, str(item.get("id", "")))
    if (
        video is None
        or video.owner_id != -group.id
        or not call.store.ledger.note(NETWORK, videos.published_note(video))
    ):
        raise ApiError(100, "errors.movie.not.available")
    return video


def _shared(call: Call, block: dict[str, Any]) -> File:
    """A published video of any group. By field reports not one uploaded for this topic."""
    video = videos.find(call, str(block.get("movieId", "")))
    if video is None or not videos.is_published(call, video):
        raise ApiError(100, "errors.movie.not.available")
    return video


def _address(block: dict[str, Any]) -> str:
    url = _string(block, "url")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in url:
        raise ApiError(607, "Invalid link")
    return url


def _poll(call: Call, group: Account, block: dict[str, Any]) -> Poll:
    question = _string(block, "question").strip()
    answers = [_string(answer, "text").strip() for answer in _items(block, "answers")]
    if not question or len(question) > LONGEST_QUESTION:
        raise ApiError(602, "Question is empty or too long")
    if not 2 <= len(answers) <= MOST_ANSWERS:
        raise ApiError(603, "Wrong number of answers")
    if any(not answer or len(answer) > LONGEST_ANSWER for answer in answers):
        raise ApiError(604, "Answer is empty or too long")
    options = {option.strip() for option in str(block.get("options", "")).split(",")}
    for option in sorted(options - {"", "SingleChoice", "MultipleChoice", "AnonymousVoting"}):
        call.complain(f"attachment.media.options.{option}")
    return call.store.polls.create(
        NETWORK,
        -group.id,
        question,
        answers,
        multiple="MultipleChoice" in options,
        anonymous="AnonymousVoting" in options,
        closes_at=None,
    )


def _shown(poll: Poll) -> dict[str, Any]:
    choice = "MultipleChoice" if poll.multiple else "SingleChoice"
    options = ",".join([choice, *(["AnonymousVoting"] if poll.anonymous else [])])
    return {"type": "poll", "question": poll.question, "answers": list(poll.options), "options": options}
