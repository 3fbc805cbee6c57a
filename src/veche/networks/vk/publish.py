"""Publish a post by one `wall.post` with the act's key as `guid`, after its media are uploaded (`uploads`)."""

from uuid import UUID

from veche.networks.errors import PUBLISHING
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Parts, Publish
from veche.networks.vk.render import render
from veche.networks.vk.uploads import part_names
from veche.networks.vk.wall import Wall


def publish(wall: Wall, act: Publish, parts: Parts, *, key: UUID, deadline: float) -> Done:
    params: dict[str, str | int] = {
        "owner_id": wall.owner_id,
        "from_group": 1,
        "message": render(act.post).text,
        "guid": str(key),
        **attachments(act.post, parts),
    }
    answer = wall.call(wall.speaking_slot(), "wall.post", params, purpose=PUBLISHING, deadline=deadline)
    if not isinstance(answer, dict) or not isinstance(answer.get("post_id"), int):
        raise wall.client.unexpected(PUBLISHING)
    post_id = answer["post_id"]
    return Done(remote_id=str(post_id), url=wall.post_url(post_id))


def attachments(post: OutgoingPost, parts: Parts) -> dict[str, str]:
    names = part_names(post)
    if any(name not in parts for name in names):
        raise NetworkError("Не все фото загружены в VK. Запись цела, загрузим их и отправим.", code="parts_missing")
    link = render(post).link
    attached = [*(parts[name] for name in names), *([link] if link else [])]
    return {"attachments": ",".join(attached)} if attached else {}
