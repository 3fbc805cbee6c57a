"""Publish a topic by one `mediatopic.post`, after its media are uploaded (`uploads`).

OK has no idempotency key: a call whose answer was lost is never repeated, only looked up.
"""

from typing import Any, Final

from veche.networks.errors import PUBLISHING
from veche.networks.ok.client import as_json
from veche.networks.ok.group import Group
from veche.networks.ok.profile import PROFILE
from veche.networks.ok.render import render
from veche.networks.ok.uploads import file_part, part_name
from veche.networks.operations import FORMATS
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Parts, Poll, Publish

ABLE: Final = frozenset(FORMATS) - PROFILE.beyond.keys()


def publish(group: Group, act: Publish, parts: Parts, *, deadline: float) -> Done:
    params = {"type": "GROUP_THEME", "gid": group.group_id, "attachment": as_json(attachment(act.post, parts))}
    answer = group.call("mediatopic.post", params, purpose=PUBLISHING, deadline=deadline)
    if not isinstance(answer, str) or not answer.isdecimal():
        raise group.client.unexpected(PUBLISHING)
    return Done(remote_id=answer, url=group.topic_url(answer))


def attachment(post: OutgoingPost, parts: Parts) -> dict[str, Any]:
    """The topic's content. Flags are strings, as in OK's examples. Raises `NetworkError` if a photo is not uploaded."""
    photos = [part_name(number) for number in range(len(post.photos))]
    videos = [file_part(number) for number in range(len(post.files))]
    if any(name not in parts for name in (*photos, *videos)):
        raise NetworkError("Не все фото загружены в ОК. Запись цела, загрузим их и отправим.", code="parts_missing")
    rendered = render(post)
    media: list[dict[str, Any]] = [{"type": "text", "text": rendered.text}] if rendered.text else []
    if photos:
        media.append({"type": "photo", "list": [{"id": parts[name]} for name in photos]})
    if videos:
        media.append({"type": "movie", "list": [{"id": parts[name]} for name in videos]})
    if rendered.link:
        media.append({"type": "link", "url": rendered.link})
    if rendered.poll:
        media.append(_poll(rendered.poll))
    return {"media": media, "onBehalfOfGroup": "true"}


def _poll(poll: Poll) -> dict[str, Any]:
    """The poll block. Names are those of the widget's documentation (apiok.ru, ext/publish), which has no end time."""
    options = ["MultipleChoice" if poll.multiple else "SingleChoice", *(["AnonymousVoting"] if poll.anonymous else [])]
    answers = [{"text": option} for option in poll.options]
    return {"type": "poll", "question": poll.question, "answers": answers, "options": ",".join(options)}
