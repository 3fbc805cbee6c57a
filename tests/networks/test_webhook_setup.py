"""Identify a page by name or number, and the owners of its keys; set up the webhook."""

from queue import Queue
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests import loopback
from tests.networks.conftest import Bench, soon
from tests.waiting import wait_until
from veche.kernel.crypto import Secret
from veche.networks.max.events import KINDS
from veche.networks.protocol import NetworkError, Slot
from veche.networks.registry import NETWORKS, open_webhook_setup
from veche.networks.webhook_setup import PageIdentity

FIRST = "training_city"


def opened(bench: Bench, *, number: str = "", tokens: dict[Slot, str] | None = None) -> Any:
    return open_webhook_setup(
        bench.slug,
        address={"id": number or str(bench.account)},
        keys={slot: Secret(token) for slot, token in (bench.tokens if tokens is None else tokens).items()},
        http=bench.http,
        base_url=bench.sandbox.info[bench.slug]["base"],
    )


@pytest.fixture
def first(bench: Bench) -> Bench:
    """The default city's account, which has a short name."""
    return Bench(bench.sandbox, bench.slug, bench.sandbox.info[bench.slug], bench.http)


def test_a_page_is_met_by_its_name_and_by_its_number(first: Bench):
    by_name = opened(first, number="0").identify_page(FIRST, deadline=soon())
    by_number = opened(first).identify_page("", deadline=soon())

    assert by_name == by_number
    assert (by_name.number, by_name.title) == (str(first.account), "Администрация города Рубцовска")
    assert by_name.linked_group_id == (str(first.given["group_id"]) if first.slug == "telegram" else "")
    assert all(by_name.owners.values())
    assert set(by_name.owners) <= set(NETWORKS[first.slug].keys.slots)


def test_what_is_not_there_is_told(bench: Bench):
    with pytest.raises(NetworkError) as caught:
        opened(bench, number="0").identify_page("no_such_page", deadline=soon())

    assert (caught.value.permanent, caught.value.advice.endswith(".")) == (True, True)


def test_a_community_s_key_of_another_community_is_told(vk: Bench):
    other = vk.sandbox.add_account("vk", "Соседи")

    with pytest.raises(NetworkError) as caught:
        opened(vk, tokens={Slot.COMMUNITY: other["community_token"]}).identify_page("", deadline=soon())

    assert (caught.value.code, caught.value.key_slot) == ("another_community", Slot.COMMUNITY)
    assert caught.value.advice == ("VK: этот ключ от другого сообщества, «Соседи». Возьмите ключ в нужном сообществе.")


def test_a_group_is_no_channel(telegram: Bench):
    with pytest.raises(NetworkError) as caught:
        opened(telegram, number=str(telegram.given["group_id"])).identify_page("", deadline=soon())

    assert caught.value.code == "not_a_channel"


def test_a_key_of_nobody_is_refused(bench: Bench):
    strangers = {slot: f"{token[:-6]}AAAAAA" for slot, token in bench.tokens.items()}

    with pytest.raises(NetworkError) as caught:
        opened(bench, tokens=strangers).identify_page("", deadline=soon())

    assert (caught.value.permanent, caught.value.key_slot in NETWORKS[bench.slug].keys.slots) == (True, True)


def test_ok_calls_nobody_back(ok: Bench):
    with pytest.raises(NetworkError, match="не присылает событий"):
        opened(ok).subscribe("https://veche.example.test/hooks/ok/x/", "s" * 30, deadline=soon())
    assert not opened(ok).is_subscribed("https://veche.example.test/hooks/ok/x/", deadline=soon())
    opened(ok).unsubscribe("https://veche.example.test/hooks/ok/x/", deadline=soon())


@pytest.mark.parametrize("slug", ["vk", "telegram", "max_"])
def test_a_network_calls_back_until_it_is_asked_not_to(
    slug: str, request: pytest.FixtureRequest, httpserver: HTTPServer
):
    bench: Bench = request.getfixturevalue(slug)
    network, url = opened(bench), httpserver.url_for("/hook")
    heard: Queue[tuple[str, str]] = Queue()
    code = network.confirmation(url, deadline=soon())

    def answer(asked: Request) -> Response:
        body = asked.get_json()
        header = asked.headers.get("X-Telegram-Bot-Api-Secret-Token", asked.headers.get("X-Max-Bot-Api-Secret", ""))
        if body.get("type") == "confirmation":
            return Response(code)
        heard.put((body.get("secret", header), str(body)))
        return Response("ok")

    httpserver.expect_request("/hook").respond_with_handler(answer)
    assert not network.is_subscribed(url, deadline=soon())
    for _twice in range(2):
        network.subscribe(url, "a-secret-of-ours", deadline=soon())
    if slug == "vk":
        wait_until(lambda: vk_server(bench)["status"] == "ok")  # nothing from before is sent
    post = bench.publish("Каток открыт")
    bench.resident_writes(post.remote_id, "Когда?")
    secrets = set()
    for secret, body in iter(lambda: heard.get(timeout=60), None):
        secrets.add(secret)
        if "Когда?" in body:
            break
    assert secrets == {"a-secret-of-ours"}
    assert network.is_subscribed(url, deadline=soon())

    for _twice in range(2):
        network.unsubscribe(url, deadline=soon())
    assert not network.is_subscribed(url, deadline=soon())
    assert bench.network.fetch_inbox("", deadline=soon()).cursor is not None
    assert isinstance(opened(bench).identify_page("", deadline=soon()), PageIdentity)


def vk_server(bench: Bench) -> dict[str, Any]:
    sent = {"group_id": bench.account, "access_token": bench.given["admin_token"], "v": "5.199"}
    answer = loopback.post(f"{bench.sandbox.info['vk']['base']}/method/groups.getCallbackServers", data=sent)
    (found,) = answer.json()["response"]["items"]
    return dict(found)


def test_vk_calls_nobody_who_did_not_confirm(vk: Bench, httpserver: HTTPServer):
    network, url = opened(vk), httpserver.url_for("/hook")
    httpserver.expect_request("/hook").respond_with_data("another code")

    network.subscribe(url, "a-secret-of-ours", deadline=soon())

    wait_until(lambda: not network.is_subscribed(url, deadline=soon()))


def subscriptions(bench: Bench) -> list[dict[str, Any]]:
    answer = loopback.get(
        f"{bench.sandbox.info['max']['base']}/subscriptions", headers={"Authorization": bench.given["token"]}
    )
    found: list[dict[str, Any]] = answer.json()["subscriptions"]
    return found


@pytest.mark.parametrize("heard", [["message_created"], list(KINDS), None])
def test_a_subscription_of_an_earlier_version_hears_all_that_we_understand(max_: Bench, heard: list[str] | None):
    url, base = "https://veche.example.test/hooks/max/x/", max_.sandbox.info["max"]["base"]
    head = {"Authorization": max_.given["token"]}
    loopback.post(f"{base}/subscriptions", headers=head, json={"url": url, "secret": "of-old-1", "update_types": heard})

    opened(max_).subscribe(url, "a-secret-of-ours", deadline=soon())

    [told] = subscriptions(max_)
    assert told["update_types"] is None or set(told["update_types"]) == set(KINDS)
