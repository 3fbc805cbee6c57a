"""Identify the group and the owner of the token. OK sends no events about groups, so there is no webhook."""

from collections.abc import Mapping

from veche.networks.errors import READING, by_hand
from veche.networks.ok.group import Group, items
from veche.networks.ok.refusals import TITLE
from veche.networks.protocol import NetworkError, Slot
from veche.networks.webhook_setup import PageIdentity, wrong_page


def identify_page(group: Group, name: str, *, deadline: float) -> PageIdentity:
    user = group.call("users.getCurrentUser", {"fields": "uid,name"}, purpose=READING, deadline=deadline)
    number = _number(group, name, deadline) if name else group.group_id
    found = group.call(
        "group.getInfo", {"uids": number, "fields": "uid,name,shortname"}, purpose=READING, deadline=deadline
    )
    one = next((one for one in items({"groups": found}, "groups") if str(one.get("uid")) == number), None)
    if one is None:
        raise wrong_page(TITLE, "такой группы нет. Проверьте адрес.", Slot.ADMIN, "no_group")
    return PageIdentity(
        number=number,
        title=str(one.get("name") or ""),
        username=str(one.get("shortname") or ""),
        url=f"{group.pages}/group/{number}",
        owners={Slot.ADMIN: str(user.get("name") or "")} if isinstance(user, Mapping) else {},
    )


def cannot_subscribe() -> NetworkError:
    return by_hand(TITLE, "сеть не присылает событий о группах, мы спрашиваем её сами", READING)


def _number(group: Group, name: str, deadline: float) -> str:
    address = {"url": f"https://ok.ru/{name}"}
    found = group.call("url.getInfo", address, purpose=READING, deadline=deadline)
    if not isinstance(found, Mapping) or found.get("type") != "GROUP":
        raise wrong_page(TITLE, "по этому адресу группы нет. Скопируйте её адрес целиком.", Slot.ADMIN, "no_group")
    return str(found.get("objectIdStr") or found.get("objectId"))
