"""Identify the community and the owners of the keys, and set up the Callback API: server, settings, confirmation
string.
"""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import NetworkError, Slot
from veche.networks.vk.client import VERSION
from veche.networks.vk.events import KINDS
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import Wall, items
from veche.networks.webhook_setup import PageIdentity, wrong_page

# Status of a server that did not answer VK: it gets no more events.
_GIVEN_UP = frozenset({"failed", "unconfigured"})
# groups.addCallbackServer: at most 14 characters.
SERVER = "Veche"


def identify_page(wall: Wall, name: str, *, deadline: float) -> PageIdentity:
    """Identify the community. Asked without a number, VK names the community of a community key."""
    wanted = _one(wall, wall.speaking_slot(), {"group_id": name or wall.group_id}, deadline)
    if wall.client.has(Slot.COMMUNITY):
        own = _own(wall, deadline)
        if own.get("id") != wanted.get("id"):
            what = f"этот ключ от другого сообщества, «{own.get('name', '')}». Возьмите ключ в нужном сообществе."
            raise wrong_page(TITLE, what, Slot.COMMUNITY, "another_community")
    number = str(wanted["id"])
    short = str(wanted.get("screen_name") or "")
    return PageIdentity(
        number=number,
        title=str(wanted.get("name") or ""),
        username="" if short == f"club{number}" else short,
        url=f"{wall.pages}/{short or f'club{number}'}",
        owners=_owners(wall, wanted, deadline),
    )


def confirmation(wall: Wall, url: str, *, deadline: float) -> str:
    """The confirmation string. A server with a failed status is deleted first: editing it would need another string."""
    server = _server_of(wall, url, deadline)
    if server is not None and server.get("status") in _GIVEN_UP:
        _delete(wall, server, deadline)
    answer = _group(wall, "groups.getCallbackConfirmationCode", {}, deadline)
    code = answer.get("code") if isinstance(answer, Mapping) else None
    if not isinstance(code, str):
        raise wall.client.unexpected(READING)
    return code


def subscribe(wall: Wall, url: str, secret: str, *, deadline: float) -> None:
    """Subscribe. A repeated call completes a subscription whose answer was lost, as events begin with the settings."""
    server = _server_of(wall, url, deadline)
    number = server.get("id") if server else None
    if number is None:
        server_fields: dict[str, str | int] = {"url": url, "title": SERVER, "secret_key": secret}
        added = _group(wall, "groups.addCallbackServer", server_fields, deadline)
        number = added.get("server_id") if isinstance(added, Mapping) else None
    if not isinstance(number, int):
        raise wall.client.unexpected(READING)
    _choose_kinds(wall, number, deadline)


def _choose_kinds(wall: Wall, server: int, deadline: float) -> None:
    settings: dict[str, str | int] = {"server_id": server, "api_version": VERSION, **dict.fromkeys(KINDS, 1)}
    _group(wall, "groups.setCallbackSettings", settings, deadline)


def renew_kinds(wall: Wall, *, deadline: float) -> None:
    """Switch on the kinds of events that a later version reads, at the servers that an earlier one has added."""
    for server in items(_group(wall, "groups.getCallbackServers", {}, deadline)):
        if server.get("title") == SERVER and isinstance(server.get("id"), int):
            _choose_kinds(wall, server["id"], deadline)


def is_subscribed(wall: Wall, url: str, *, deadline: float) -> bool:
    server = _server_of(wall, url, deadline)
    return server is not None and server.get("status") not in _GIVEN_UP


def unsubscribe(wall: Wall, url: str, *, deadline: float) -> None:
    server = _server_of(wall, url, deadline)
    if server is not None:
        _delete(wall, server, deadline)


def _server_of(wall: Wall, url: str, deadline: float) -> Mapping[str, Any] | None:
    servers = items(_group(wall, "groups.getCallbackServers", {}, deadline))
    return next((server for server in servers if server.get("url") == url), None)


def _delete(wall: Wall, server: Mapping[str, Any], deadline: float) -> None:
    _group(wall, "groups.deleteCallbackServer", {"server_id": int(server["id"])}, deadline)


def _owners(wall: Wall, community: Mapping[str, Any], deadline: float) -> dict[Slot, str]:
    owners = {Slot.COMMUNITY: str(community.get("name") or "")} if wall.client.has(Slot.COMMUNITY) else {}
    if wall.client.has(Slot.ADMIN):
        people = items(wall.call(Slot.ADMIN, "users.get", {}, purpose=READING, deadline=deadline))
        names = [f"{one.get('first_name', '')} {one.get('last_name', '')}".strip() for one in people]
        owners |= {Slot.ADMIN: names[0]} if names else {}
    return owners


def _one(wall: Wall, slot: Slot, params: Mapping[str, str | int], deadline: float) -> Mapping[str, Any]:
    answer = wall.call(slot, "groups.getById", params, purpose=READING, deadline=deadline)
    found = answer.get("groups") if isinstance(answer, Mapping) else answer
    groups = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    if not groups or not isinstance(groups[0].get("id"), int):
        what = "такого сообщества нет. Проверьте адрес."
        raise wrong_page(TITLE, what, slot, "no_community")
    return groups[0]


def _own(wall: Wall, deadline: float) -> Mapping[str, Any]:
    """The community of the key. VK refuses a person's key asked without a number."""
    try:
        return _one(wall, Slot.COMMUNITY, {}, deadline)
    except NetworkError as error:
        if error.code != "vk_100":
            raise
        what = "это ключ человека, а не сообщества. Впишите его ниже, ключом администратора, а сюда ключ сообщества."
        raise wrong_page(TITLE, what, Slot.COMMUNITY, "person_key") from None


def _group(wall: Wall, method: str, params: Mapping[str, str | int], deadline: float) -> Any:
    params = {"group_id": wall.group_id, **params}
    return wall.call(wall.speaking_slot(), method, params, purpose=READING, deadline=deadline)
