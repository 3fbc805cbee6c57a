"""The control API: published content, actions of residents, faults, recorded calls. See src/veche_sandbox/README.md."""

import functools
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox import bot_talk, control_json, hooks, ids, keys, page, people
from veche_sandbox.day import SECONDS, Day
from veche_sandbox.faults import KINDS
from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.store import Account, Action, Entry, Membership, Post, Store
from veche_sandbox.telegram import migrating
from veche_sandbox.traits import TRAITS
from veche_sandbox.vk import live, place_orders

type Handler = Callable[[Store, str, Order], Any]

# In place of a network: all of them, for a handler that needs no account.
ALL = "all"
# How many people may have chosen one answer of a poll that is over.
MOST_VOTES = 1_000


def routes(store: Store, day: Day) -> list[BaseRoute]:
    """Routes under `/{network}/`. Answers are JSON; a bad order is 400 with {"error": …}."""
    table: dict[tuple[str, str], Handler] = {
        ("GET", "posts"): list_posts,
        ("GET", "stories"): list_stories,
        ("GET", "streams"): live.list_streams,
        ("POST", "posts"): write_post,
        ("POST", "posts/edit"): edit_post,
        ("POST", "posts/delete"): delete_post,
        ("POST", "posts/figures"): count_post,
        ("POST", "votes"): vote,
        ("GET", "comments"): list_comments,
        ("POST", "comments"): write_comment,
        ("POST", "comments/edit"): edit_comment,
        ("POST", "comments/delete"): delete_comment,
        ("POST", "comments/restore"): restore_comment,
        ("POST", "faults"): order_fault,
        ("DELETE", "faults"): clear_faults,
        ("GET", "complaints"): list_complaints,
        ("DELETE", "complaints"): clear_complaints,
        ("GET", "calls"): list_calls,
        ("DELETE", "calls"): clear_calls,
        ("DELETE", "traces"): clear_traces,
        ("GET", "accounts"): list_accounts,
        ("POST", "accounts"): add_account,
        ("POST", "tokens/revoke"): revoke_token,
        ("POST", "tokens/renew"): renew_token,
        ("POST", "rights"): set_rights,
        ("POST", "bots"): bot_talk.add_bot,
        ("GET", "messages"): page.list_private_messages,
        ("POST", "messages"): page.write_private_message,
        ("POST", "messages/edit"): page.edit_private_message,
        ("POST", "messages/stop"): page.stop_private_messages,
        ("GET", "restrictions"): page.list_restrictions,
        ("POST", "restrictions"): page.restrict,
        ("POST", "restrictions/lift"): page.release,
        ("GET", "page"): page.show_page,
        ("POST", "page"): page.change_page,
        ("POST", "migrate"): migrating.order_migration,
        ("POST", "day"): functools.partial(play_day, day),
        **place_orders.ORDERS,
    }
    return [
        Route(f"/{{network}}/{path}", functools.partial(_answer, store, handler), methods=[method])
        for (method, path), handler in table.items()
    ]


def play_day(day: Day, _store: Store, network: str, order: Order) -> Any:
    """Simulate a day of residents in this network, calm or stormy, within the given seconds."""
    seconds = order.seconds("seconds") if order.given("seconds") else SECONDS
    seed = order.whole("seed") if order.given("seed") else None
    return {"moves": day.begin(order.text("mood"), networks=[network], seconds=seconds, seed=seed)}


async def _answer(store: Store, handler: Handler, request: Request) -> Response:
    network = request.path_params["network"]
    if network == ALL and handler in OF_ALL:
        order = Order({}, dict(request.query_params))
        return JSONResponse({name: handler(store, name, order) for name in TRAITS})
    if network not in TRAITS:
        return JSONResponse({"error": f"no network {network!r}; there are {', '.join(TRAITS)}"}, 400)
    try:
        order = Order(await _read(request), dict(request.query_params))
        return JSONResponse(handler(store, network, order))
    except BadOrder as error:
        return JSONResponse({"error": str(error)}, 400)


async def _read(request: Request) -> dict[str, Any]:
    """The JSON body. Only JSON is accepted: a page in a browser cannot send it across origins without permission."""
    if request.method != "POST":
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise BadOrder("Content-Type must be application/json")
    try:
        data = json.loads(await request.body())
    except ValueError:
        raise BadOrder("the body is not JSON") from None
    if not isinstance(data, dict):
        raise BadOrder("the body must be a JSON object")
    return data


def list_posts(store: Store, network: str, order: Order) -> Any:
    return [control_json.of_post(store, post) for post in store.entries.posts(network, order.asked_whole("account"))]


def list_stories(store: Store, network: str, order: Order) -> Any:
    """Stories in order of publication, deleted and ended ones too."""
    place = order.asked_whole("account")
    accounts = store.accounts.all(network, TRAITS[network].account_kind)
    places = [account.id for account in accounts if place in (None, account.id)]
    return [
        control_json.of_story(store, entry) for one in places for entry in store.entries.of_kind(network, one, "story")
    ]


def vote(store: Store, network: str, order: Order) -> Any:
    """Vote as a resident in the network's own application. `options`: indexes from 0."""
    post = _find_post(store, network, order, ids.ordered(store, network, order, "post_id"))
    options = order.body.get("options")
    if not isinstance(options, list) or not all(type(option) is int for option in options):
        raise BadOrder("«options» must be a list of whole numbers")
    return control_json.of_poll(people.vote(store, post, order.text("author"), options))


def list_comments(store: Store, network: str, order: Order) -> Any:
    account, post = order.asked_whole("account"), ids.asked(store, network, order, "post_id")
    entries = store.entries.comments(network, account=account, post_id=post)
    if not order.asked("details"):
        return [control_json.of_comment(store, entry) for entry in entries]
    return [
        {
            **control_json.of_comment(store, entry),
            "account": entry.post_place,
            "author_id": entry.author_id,
            "photos": [control_json.of_photo(store, photo) for photo in entry.photos],
            "reply_to": ids.shown(store, network, entry.place, entry.reply_to),
            "thread": entry.thread,
        }
        for entry in entries
    ]


def write_post(store: Store, network: str, order: Order) -> Any:
    """Publish as an administrator in the network's own application."""
    account = _account(store, network, order)
    photos = order.photos("photos")
    text = order.text("text", empty=bool(photos))
    entries = people.write_post(store, account, text, photos, at=order.moment("at"), poll=_poll(order))
    post = store.entries.post(network, account.id, entries[0].id)
    return control_json.of_post(store, post) if post else None


def _poll(order: Order) -> people.ClosedPoll | None:
    """`question`, `options` and `votes`, how many people chose each answer: a poll that is over."""
    if not order.given("question"):
        return None
    options, votes = order.texts("options"), order.body.get("votes")
    if not isinstance(votes, list) or len(votes) != len(options) or not all(type(one) is int for one in votes):
        raise BadOrder("«votes» must be a list of whole numbers, one for each of «options»")
    if not options or not all(0 <= number <= MOST_VOTES for number in votes):
        raise BadOrder(f"a poll has answers, each chosen by 0 to {MOST_VOTES} people")
    return people.ClosedPoll(order.text("question"), tuple(options), tuple(votes))


def edit_post(store: Store, network: str, order: Order) -> Any:
    """Edit as an administrator, whoever published the post."""
    post = _find_post(store, network, order, ids.ordered(store, network, order, "id"))
    people.edit_post(store, post, order.text("text"))
    changed = store.entries.post(network, post.account, post.id)
    return control_json.of_post(store, changed) if changed else None


def delete_post(store: Store, network: str, order: Order) -> Any:
    number = ids.ordered(store, network, order, "id")
    post = store.entries.post(network, _account(store, network, order).id, number)
    if post is None or post.deleted:
        raise BadOrder(f"no post {number}")
    people.delete_post(store, post)
    return {"ok": True}


def count_post(store: Store, network: str, order: Order) -> Any:
    """Set the numbers of views, likes and reposts: any of `views`, `likes`, `reposts`."""
    post = _find_post(store, network, order, ids.ordered(store, network, order, "id"))
    given = {name: order.whole(name) for name in ("views", "likes", "reposts") if order.given(name)}
    store.entries.mark(store.entries.get(network, post.account, post.id), **given)
    return given


def write_comment(store: Store, network: str, order: Order) -> Any:
    number = ids.ordered(store, network, order, "post_id")
    post = _find_post(store, network, order, number)
    photos = order.photos("photos")
    text = order.text("text", empty=bool(photos))
    reply_to = ids.ordered(store, network, order, "reply_to") if order.given("reply_to") else None
    author, at = order.text("author"), order.moment("at")
    return control_json.of_comment(
        store, people.write_comment(store, post, author, text, photos, reply_to=reply_to, at=at)
    )


def edit_comment(store: Store, network: str, order: Order) -> Any:
    return control_json.of_comment(
        store, people.edit_comment(store, _find_comment(store, network, order), order.text("text"))
    )


def delete_comment(store: Store, network: str, order: Order) -> Any:
    """Delete as the comment's author in the network's own application."""
    return control_json.of_comment(store, people.delete_comment(store, _find_comment(store, network, order)))


def restore_comment(store: Store, network: str, order: Order) -> Any:
    return control_json.of_comment(store, people.restore_comment(store, _find_comment(store, network, order)))


def _account(store: Store, network: str, order: Order) -> Account:
    """The account given by `account`, else the default city's."""
    kind = TRAITS[network].account_kind
    if not order.given("account"):
        return store.accounts.all(network, kind)[0]
    found = store.accounts.find(network, order.whole("account"))
    if found is None or found.kind != kind:
        raise BadOrder(f"no account {order.whole('account')}")
    return found


def _find_post(store: Store, network: str, order: Order, number: int) -> Post:
    """The post in the given account; without one its number must be unique."""
    accounts = [_account(store, network, order)] if order.given("account") else store.accounts.all(network)
    found = [post for account in accounts if (post := store.entries.post(network, account.id, number))]
    found = [post for post in found if not post.deleted]
    if not found:
        raise BadOrder(f"no post {number}")
    if len(found) > 1:
        raise BadOrder(f"post {number} stands in several accounts: say which by «account»")
    return found[0]


def _find_comment(store: Store, network: str, order: Order) -> Entry:
    number = ids.ordered(store, network, order, "id")
    found = [entry for entry in store.entries.comments(network) if entry.id == number]
    if order.given("account"):
        found = [entry for entry in found if entry.post_place == order.whole("account")]
    if len(found) != 1:
        raise BadOrder(f"no comment {number}" if not found else "several comments: say which by «account»")
    return found[0]


def order_fault(store: Store, network: str, order: Order) -> Any:
    fault = order.text("fault")
    if fault not in (*KINDS, *hooks.KINDS):
        raise BadOrder(f"no fault {fault!r}; there are {', '.join((*KINDS, *hooks.KINDS))}")
    if (fault in hooks.KINDS) != (order.text("method") == hooks.METHOD):
        raise BadOrder(f"the faults of the method «{hooks.METHOD}» are {', '.join(hooks.KINDS)}, and of no other")
    if fault in hooks.KINDS and network == "ok":
        raise BadOrder("this network tells nobody anything: it has no webhook")
    if fault == "partial" and network != "vk":
        raise BadOrder("only VK is known to leave out a part of what is attached")
    times = order.whole("times") if order.given("times") else 1
    seconds = order.seconds("seconds") if order.given("seconds") else 0.0
    if times < 1:
        raise BadOrder("«times» must be 1 or more")
    if fault == "error":
        fault = f"error:{order.text('code')}"
    store.ledger.order_fault(network, order.text("method"), fault, times=times, seconds=seconds)
    return {"ok": True}


def clear_faults(store: Store, network: str, _order: Order) -> Any:
    return {"cleared": store.ledger.clear_faults(network)}


def list_complaints(store: Store, network: str, _order: Order) -> Any:
    return store.ledger.complaints(network)


def clear_complaints(store: Store, network: str, _order: Order) -> Any:
    return {"cleared": store.ledger.forget_complaints(network)}


def list_calls(store: Store, network: str, order: Order) -> Any:
    return [
        {
            "method": call.method,
            "time": call.at,
            "token_kind": call.token_kind,
            "fault": call.fault,
            "outcome": call.outcome,
        }
        for call in store.ledger.calls(network, order.asked("method"))
    ]


def clear_calls(store: Store, network: str, _order: Order) -> Any:
    return {"cleared": store.ledger.forget_calls(network)}


def clear_traces(store: Store, network: str, _order: Order) -> Any:
    """Faults, complaints and recorded calls together."""
    ledger = store.ledger
    return {"cleared": ledger.clear_faults(network) + ledger.forget_complaints(network) + ledger.forget_calls(network)}


OF_ALL: tuple[Handler, ...] = (clear_faults, list_complaints, clear_complaints, list_calls, clear_calls, clear_traces)


def list_accounts(store: Store, network: str, _order: Order) -> Any:
    return [keys.all_keys(store, account) for account in store.accounts.all(network, TRAITS[network].account_kind)]


def add_account(store: Store, network: str, order: Order) -> Any:
    return keys.all_keys(store, keys.add_account(store, network, order.text("title"), order))


def revoke_token(store: Store, network: str, order: Order) -> Any:
    if not store.accounts.revoke(network, order.text("token")):
        raise BadOrder("no such token")
    return {"ok": True}


def renew_token(store: Store, network: str, order: Order) -> Any:
    """Issue another token of the same kind for the same account, as a person does after a revocation."""
    former = store.accounts.token(network, order.text("token"))
    if former is None:
        raise BadOrder("no such token")
    whose = {"user_id": former.user_id, "account_id": former.account_id}
    made = store.accounts.add_token(network, former.kind, **whose, value=keys.new_value(network))
    return {"token": made.value}


def set_rights(store: Store, network: str, order: Order) -> Any:
    """Set the rights of a user (a bot, an administrator) in an account; a person may be given by `name`."""
    account = order.whole("account")
    user = store.accounts.person(network, order.text("name")).id if order.given("name") else order.whole("user_id")
    if store.accounts.find(network, account) is None or store.accounts.person_by_id(network, user) is None:
        raise BadOrder("no such account or user")
    with store.transaction():
        before = store.accounts.membership(network, user, account) or Membership(network, user, account, "left")
        store.accounts.set_membership(network, user, account, order.text("status"), order.texts("rights"))
        store.announce(network, Action("rights_change", (), user, account, before))
    return {"ok": True}
