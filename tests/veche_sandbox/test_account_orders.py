"""Control API of an account: private messages, restrictions, page settings, statistics."""

import base64
import hashlib
from typing import Any

import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import picture

NETWORKS = ("vk", "ok", "telegram", "max")
ACCOUNT = {"vk": "group_id", "ok": "group_id", "telegram": "channel_id", "max": "chat_id"}


def account(sandbox: SandboxProcess, network: str) -> int:
    number: int = sandbox.add_account(network, "Город", new_bot=True)[ACCOUNT[network]]
    return number


@pytest.mark.parametrize("network", NETWORKS)
def test_a_talk_is_listed_by_account(sandbox: SandboxProcess, network: str) -> None:
    here, other = account(sandbox, network), account(sandbox, network)
    written = sandbox.ask("POST", network, "messages", {"account": here, "author": "Анна", "text": " Когда? "})
    sandbox.ask("POST", network, "messages", {"account": other, "author": "Анна", "text": "Где?"})
    order = {"account": here, "id": written["id"], "text": "Когда же?"}
    sandbox.ask("POST", network, "messages/edit", order)

    listed = sandbox.ask("GET", network, "messages", query={"account": here})

    assert listed == [{**written, "text": "Когда же?", "edited": True}]
    assert written["text"] == "Когда?"
    assert written["ours"] is False
    assert written["peer"] == "Анна"
    assert written["reply_to"] is None


@pytest.mark.parametrize("network", ["vk", "telegram", "max"])
def test_who_is_restricted_does_not_comment_until_released(sandbox: SandboxProcess, network: str) -> None:
    here = account(sandbox, network)
    post = sandbox.write_post(network, "Запись", account=here)["id"]
    until = 4_000_000_000
    made = sandbox.ask("POST", network, "restrictions", {"account": here, "author": "Анна", "until": until})

    assert (made["name"], made["until"]) == ("Анна", until)
    assert [one["name"] for one in sandbox.ask("GET", network, "restrictions", query={"account": here})] == ["Анна"]
    with pytest.raises(AssertionError, match="is blocked here"):
        sandbox.write_comment(network, post, "Анна", "Да", account=here)
    sandbox.ask("POST", network, "restrictions/lift", {"account": here, "author": "Анна"})
    assert sandbox.write_comment(network, post, "Анна", "Да", account=here)["text"] == "Да"


@pytest.mark.parametrize("network", NETWORKS)
def test_a_page_is_changed_piece_by_piece(sandbox: SandboxProcess, network: str) -> None:
    here, body = account(sandbox, network), picture(200, 200)
    for piece in (
        {"title": "Энск"},
        {"description": "Официально"},
        {"avatar": base64.b64encode(body).decode()},
    ):
        sandbox.ask("POST", network, "page", {"account": here, **piece})

    assert sandbox.ask("GET", network, "page", query={"account": here}) == {
        "title": "Энск",
        "description": "Официально",
        "avatar": hashlib.sha256(body).hexdigest(),
        "cover": "",
        "comments": "open",
    }


@pytest.mark.parametrize(
    ("path", "order", "words"),
    [
        ("messages", {"author": "Анна"}, "«text» must be a string"),
        ("messages", {"text": "Да", "author": " "}, "«author» must not be empty"),
        ("messages", {"text": "Да", "author": "Анна", "account": 5}, "no account 5"),
        ("messages/edit", {"id": 7700000, "text": "Да"}, "no message 7700000 of a resident"),
        ("restrictions/lift", {"author": "Никто Неизвестный"}, "is not restricted here"),
        ("page", {}, "one of title, description, avatar, cover is to be given"),
        ("page", {"title": "А", "description": "Б"}, "is to be given"),
        ("page", {"avatar": "AAAA"}, "a photo must be a JPEG"),
        ("posts/figures", {"id": 7700000}, "no post 7700000"),
    ],
)
def test_bad_orders(sandbox: SandboxProcess, path: str, order: dict[str, Any], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        sandbox.ask("POST", "telegram", path, order)


def test_a_channel_without_a_group_restricts_nobody(sandbox: SandboxProcess) -> None:
    alone = sandbox.add_account("telegram", "Без группы", linked_group=False, new_bot=True)["channel_id"]

    with pytest.raises(AssertionError, match="has no discussion group"):
        sandbox.ask("POST", "telegram", "restrictions", {"account": alone, "author": "Анна"})
