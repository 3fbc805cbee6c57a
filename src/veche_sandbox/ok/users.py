"""users.*, auth.touchSession, url.getInfo: the caller, its permissions, people by id."""

from typing import Any
from urllib.parse import urlsplit

from veche_sandbox.ok.calls import METHODS, NETWORK, PERMISSIONS, Call, method
from veche_sandbox.ok.errors import ApiError, bad_param
from veche_sandbox.ok.shapes import chosen, user_object

MOST = 100
CALLS_LEFT = 10_000


@method("users.getCurrentUser", "fields")
def get_current_user(call: Call) -> Any:
    person = call.store.accounts.person_by_id(NETWORK, call.user_id)
    return chosen(user_object(person), call.listing("fields"), "user") if person else {}


@method("users.getLoggedInUser")
def get_logged_in_user(call: Call) -> Any:
    return str(call.user_id)


@method("users.getInfo", "uids! fields emptyPictures", permissions=("VALUABLE_ACCESS",), session=False)
def get_info(call: Call) -> Any:
    """People by id; groups' ids are skipped."""
    numbers = call.listing("uids")
    if len(numbers) > MOST or not all(number.isascii() and number.isdecimal() for number in numbers):
        raise bad_param("uids")
    found = [call.store.accounts.person_by_id(NETWORK, int(number)) for number in numbers]
    return [chosen(user_object(person), call.listing("fields"), "user") for person in found if person]


@method("users.hasAppPermission", "uid ext_perm!")
def has_app_permission(call: Call) -> Any:
    if call.text("ext_perm") not in PERMISSIONS:
        raise bad_param("ext_perm")
    return call.text("ext_perm") in call.granted


@method("users.getCallsLeft", "uid methods!")
def get_calls_left(call: Call) -> Any:
    return [
        {"methodName": name, "callsLeft": CALLS_LEFT, "available": name in METHODS} for name in call.listing("methods")
    ]


@method("auth.touchSession", permissions=("LONG_ACCESS_TOKEN",))
def touch_session(call: Call) -> Any:
    """Extend a long session by thirty days."""
    return bool(call.user_id)


@method("url.getInfo", "url!", permissions=("VALUABLE_ACCESS",), session=False)
def get_url_info(call: Call) -> Any:
    """The object that an address of the network names."""
    parts = urlsplit(call.text("url"))
    if not parts.hostname or not parts.hostname.endswith("ok.ru"):
        raise ApiError(300, "Unknown address")
    words = parts.path.strip("/").split("/")
    name = words[-1]
    for group in call.store.accounts.all(NETWORK, "group"):
        if name in {group.name, str(group.id)} and name:
            return {"type": "GROUP", "objectId": group.id, "objectIdStr": str(group.id)}
    return {"type": "UNKNOWN"}
