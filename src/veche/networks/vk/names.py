"""Names of people by id."""

from collections.abc import Iterable

from veche.networks.errors import READING
from veche.networks.protocol import NetworkError
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
