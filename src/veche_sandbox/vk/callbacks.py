"""Methods of the Callback API: add, list, configure and delete servers."""

from urllib.parse import urlsplit

from veche_sandbox.store import Account
from veche_sandbox.store.events import Webhook
from veche_sandbox.vk import servers
from veche_sandbox.vk.access import managed_community
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, not_found, too_many_servers
from veche_sandbox.vk.events import ALL, SCHEDULED, VERSION
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right
from veche_sandbox.vk.servers import Settings

ONE = integer("group_id", required=True, low=1)
SERVER = integer("server_id", required=True, low=0)
SERVER_PARAMS = (
    string("url", required=True),
    string("title", required=True, longest=14),
    string("secret_key", longest=50),
)


@METHODS.method("groups.getCallbackConfirmationCode", ONE, kinds=USER | GROUP, right=Right.MANAGE)
def get_confirmation_code(call: Call) -> Json:
    return {"code": servers.code(call.store, _place(call).id)}


@METHODS.method("groups.addCallbackServer", ONE, *SERVER_PARAMS, kinds=USER | GROUP, right=Right.MANAGE)
def add_server(call: Call) -> Json:
    """Add a server. It is asked for the code at once, and gets no events until `setCallbackSettings` selects them."""
    place, url = _place(call), _url(call)
    if len(call.store.webhooks.of(NETWORK, place.id)) >= servers.MOST:
        raise too_many_servers()
    last = call.store.events.last_id(NETWORK, place.id)
    extra = servers.as_extra(Settings(call.text("title"), call.caller.user_id))
    added = call.store.webhooks.add(NETWORK, place.id, url, secret=call.text("secret_key"), sent=last, extra=extra)
    return {"server_id": added.pk}


@METHODS.method("groups.editCallbackServer", ONE, SERVER, *SERVER_PARAMS, kinds=USER | GROUP, right=Right.MANAGE)
def edit_server(call: Call) -> Json:
    """Change a server, which must confirm itself again; this also reactivates a suspended one."""
    server, url = _server(call), _url(call)
    servers.new_code(call.store, server.owner_id)
    call.store.webhooks.change(server, url=url, secret=call.text("secret_key"))
    servers.change(call.store, server, title=call.text("title"), status="wait", failures=0)
    return 1


@METHODS.method("groups.deleteCallbackServer", ONE, SERVER, kinds=USER | GROUP, right=Right.MANAGE)
def delete_server(call: Call) -> Json:
    server = _server(call)
    servers.new_code(call.store, server.owner_id)
    call.store.webhooks.remove(server)
    return 1


@METHODS.method("groups.getCallbackServers", ONE, listing("server_ids"), kinds=USER | GROUP, right=Right.MANAGE)
def get_servers(call: Call) -> Json:
    wanted = set(call.listing("server_ids"))
    found = [server for server in call.store.webhooks.of(NETWORK, _place(call).id) if _is(server, wanted)]
    return {"count": len(found), "items": [_server_object(server) for server in found]}


def _is(server: Webhook, wanted: set[str]) -> bool:
    return not wanted or str(server.pk) in wanted


def _server_object(server: Webhook) -> Json:
    chosen = servers.settings(server)
    return {
        "id": server.pk,
        "title": chosen.title,
        "creator_id": chosen.creator_id,
        "url": server.url,
        "secret_key": server.secret,
        "status": chosen.status,
    }


@METHODS.method("groups.getCallbackSettings", ONE, integer("server_id", low=0), kinds=USER | GROUP, right=Right.MANAGE)
def get_settings(call: Call) -> Json:
    chosen = servers.settings(_server(call))
    return {"api_version": chosen.version, "events": {n: int(n in chosen.events) for n in (*ALL, *SCHEDULED)}}


@METHODS.method(
    "groups.setCallbackSettings",
    ONE,
    integer("server_id", low=0),
    string("api_version"),
    *flags(*ALL, *SCHEDULED),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def set_settings(call: Call) -> Json:
    """Change settings; missing ones stay."""
    server = _server(call)
    before = servers.settings(server)
    on = tuple(name for name in (*ALL, *SCHEDULED) if call.flag(name, default=name in before.events))
    servers.change(call.store, server, events=on, version=call.text("api_version", before.version or VERSION))
    return 1


def _place(call: Call) -> Account:
    return managed_community(call, call.integer("group_id"))


def _server(call: Call) -> Webhook:
    found = servers.find(call.store, _place(call).id, call.integer("server_id"))
    if found is None:
        raise not_found()
    return found


def _url(call: Call) -> str:
    """The server's address; plain HTTP is accepted, while VK requires a public address."""
    parts = urlsplit(call.text("url"))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_param("url is invalid")
    return call.text("url")
