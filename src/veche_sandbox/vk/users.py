"""users.get: data of people."""

from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param
from veche_sandbox.vk.objects import user_object
from veche_sandbox.vk.params import integer, listing, string
from veche_sandbox.vk.registry import ANYBODY, Json, TokenKind


@METHODS.method(
    "users.get",
    listing("user_ids"),
    listing("fields"),
    string("name_case", choices="nom gen dat acc ins abl"),
    integer("from_group_id"),
    kinds=ANYBODY | {TokenKind.VK_ID},
)
def get(call: Call) -> Json:
    """People by id. Without `user_ids` the token's person; a community's key gets an empty list."""
    named = call.listing("user_ids")
    if len(named) > 1000:
        raise bad_param("user_ids is invalid")
    ids = named or ([str(call.caller.user_id)] if call.caller.user_id else [])
    people = [call.store.accounts.person_by_id(NETWORK, int(item)) for item in ids if item.isdecimal()]
    return [user_object(person) for person in people if person]
