"""Names of people by id, and titles of topics."""

from collections.abc import Collection, Iterable

from veche.networks.errors import READING
from veche.networks.protocol import NetworkError, PlaceNamed, Slot
from veche.networks.vk.place_events import named
from veche.networks.vk.wall import Wall, items

# dev.vk.com, users.get: at most 1000 people in one call.
PAGE = 1000


def names_of(wall: Wall, numbers: Iterable[str], *, deadline: float) -> dict[str, str]:
    """Names by id. A refusal is ignored, because an event without a name is better than none."""
    people = sorted(number for number in numbers if number.isdigit() and number != "0")
    if not people:
        return {}
    params = {"user_ids": ",".join(people[:PAGE])}
    try:
        answer = wall.call(wall.speaking_slot(), "users.get", params, purpose=READING, deadline=deadline)
    except NetworkError:
        return {}
    return {
        str(person.get("id")): f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()
        for person in items(answer)
    }


def titles_of(wall: Wall, topics: Collection[int], *, deadline: float) -> tuple[PlaceNamed, ...]:
    """Titles of these topics, by the administrator's key alone (board.getTopics). A refusal is ignored."""
    if not topics or not wall.client.has(Slot.ADMIN):
        return ()
    params: dict[str, str | int] = {"group_id": wall.group_id, "topic_ids": ",".join(map(str, sorted(topics)))}
    try:
        answer = wall.call(Slot.ADMIN, "board.getTopics", params, purpose=READING, deadline=deadline)
    except NetworkError:
        return ()
    found = [one for one in items(answer) if isinstance(one.get("id"), int) and one.get("title")]
    return tuple(named(one["id"], str(one["title"])) for one in found)
