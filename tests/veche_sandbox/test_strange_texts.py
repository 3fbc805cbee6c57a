"""Texts of zero-width characters only and bytes that are no UTF-8, refused as in each network."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.ok.world import World as Group
from tests.veche_sandbox.ok.world import body, text

UNSEEN = "\u200b\u2060 \u200d\ufeff\u2800\u3164"
BROKEN = b"\xd0\x9c\xff"


@pytest.fixture
def http() -> Any:
    with loopback.Client() as client:
        yield client


def group(sandbox: SandboxProcess, http: httpx2.Client) -> Group:
    return Group(sandbox, http, sandbox.add_account("ok", "Администрация города"))


def to_telegram(sandbox: SandboxProcess, http: httpx2.Client, words: str) -> Any:
    place = sandbox.info["telegram"]
    form = {"chat_id": str(place["channel_id"]), "text": words}
    return http.post(f"{place['base']}/bot{place['token']}/sendMessage", data=form).json()["description"]


def to_vk(sandbox: SandboxProcess, http: httpx2.Client, words: str) -> Any:
    place = sandbox.info["vk"]
    form = {"access_token": place["community_token"], "v": "5.199", "owner_id": f"-{place['group_id']}"}
    return http.post(f"{place['base']}/method/wall.post", data={**form, "message": words}).json()["error"]["error_code"]


def to_ok(sandbox: SandboxProcess, http: httpx2.Client, words: str) -> Any:
    return group(sandbox, http).refused_post(text(words))


def to_max(sandbox: SandboxProcess, http: httpx2.Client, words: str) -> Any:
    place = sandbox.info["max"]
    url, headers = f"{place['base']}/messages?chat_id={place['chat_id']}", {"Authorization": place["token"]}
    return http.post(url, json={"text": words}, headers=headers).json()["code"]


@pytest.mark.parametrize(
    ("send", "said"),
    [(to_telegram, "Bad Request: text must be non-empty"), (to_vk, 100), (to_ok, 100), (to_max, "proto.payload")],
)
def test_a_text_in_which_nothing_is_seen(
    sandbox: SandboxProcess, http: httpx2.Client, send: Callable[..., Any], said: Any
) -> None:
    assert send(sandbox, http, UNSEEN) == said


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "query"])
@pytest.mark.parametrize("network", ["telegram", "vk", "ok"])
def test_bytes_that_are_no_text(sandbox: SandboxProcess, http: httpx2.Client, network: str, kind: str) -> None:
    name = {"telegram": "text", "vk": "message", "ok": "attachment"}[network]
    pair = f"{name}={quote_from_bytes(BROKEN)}"
    part = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + BROKEN + b"\r\n--x--\r\n"
    content = b"" if kind == "query" else part if "multipart" in kind else pair.encode()
    url, rest = place_of(sandbox, http, network)

    answer = http.post(
        f"{url}?{rest}&{pair}" if kind == "query" else f"{url}?{rest}", content=content, headers={"Content-Type": kind}
    )

    said = answer.json()
    assert (answer.status_code, said.get("description"), said.get("error", said).get("error_code")) == {
        "telegram": (400, "Bad Request: strings must be encoded in UTF-8", 400),
        "vk": (200, None, 100),
        "ok": (200, None, 100),
    }[network]


def place_of(sandbox: SandboxProcess, http: httpx2.Client, network: str) -> tuple[str, httpx2.QueryParams]:
    place = sandbox.info[network]
    if network == "telegram":
        return f"{place['base']}/bot{place['token']}/sendMessage", httpx2.QueryParams(chat_id=place["channel_id"])
    if network == "vk":
        keys = {"access_token": place["community_token"], "v": "5.199", "owner_id": -place["group_id"]}
        return f"{place['base']}/method/wall.post", httpx2.QueryParams(keys)
    signed = group(sandbox, http).form("mediatopic.post", type="GROUP_THEME", attachment=body(text("да")))
    return f"{place['base']}/fb.do", httpx2.QueryParams(signed)


def test_half_a_letter_in_json_is_no_text_for_max(sandbox: SandboxProcess, http: httpx2.Client) -> None:
    place = sandbox.info["max"]
    url, headers = f"{place['base']}/messages?chat_id={place['chat_id']}", {"Authorization": place["token"]}
    broken = [b'{"text": "\\ud83c"}', b'{"text": "' + BROKEN + b'"}']
    answers = [http.post(url, content=one, headers=headers) for one in broken]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "proto.payload")] * 2
