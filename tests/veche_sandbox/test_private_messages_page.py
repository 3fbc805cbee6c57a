"""The page of private messages: a resident writes and reads the answer; the members of the account."""

from typing import Any

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.test_wall import _read

ACCOUNT = {"vk": "group_id", "ok": "group_id", "telegram": "channel_id", "max": "chat_id"}


@pytest.fixture(params=sorted(ACCOUNT))
def place(request: pytest.FixtureRequest, sandbox: SandboxProcess) -> tuple[str, int]:
    """A fresh account of each network."""
    more = {"new_bot": True} if request.param in {"telegram", "max"} else {}
    made = sandbox.add_account(request.param, "Город", **more)
    return request.param, int(made[ACCOUNT[request.param]])


def address(sandbox: SandboxProcess, place: tuple[str, int]) -> str:
    return f"{sandbox.info['control'].removesuffix('/control')}/wall/{place[0]}/{place[1]}/talk"


def send(sandbox: SandboxProcess, place: tuple[str, int], data: dict[str, Any], **headers: str) -> httpx2.Response:
    return loopback.post(address(sandbox, place), data=data, headers=headers)


def letters(sandbox: SandboxProcess, place: tuple[str, int]) -> list[tuple[str, str, bool]]:
    found = sandbox.ask("GET", place[0], "messages", query={"account": place[1]})
    return [(one["peer"], one["text"], one["ours"]) for one in found]


def test_a_resident_writes_and_sees_the_conversation(sandbox: SandboxProcess, place: tuple[str, int]) -> None:
    answer = send(sandbox, place, {"author": "Анна Ковалёва", "text": "Когда <b>дадут</b> воду?"})

    assert answer.status_code == 303
    assert letters(sandbox, place) == [("Анна Ковалёва", "Когда <b>дадут</b> воду?", False)]
    page = _read(loopback.get(address(sandbox, place), params={"author": "Анна Ковалёва"}).text)
    assert "Когда <b>дадут</b> воду?" in page.text
    assert "Когда" not in _read(loopback.get(address(sandbox, place), params={"author": "Пётр"}).text).text


def test_an_answer_of_the_account_stands_there(sandbox: SandboxProcess) -> None:
    keys = sandbox.add_account("vk", "Город")
    place = ("vk", int(keys["group_id"]))
    send(sandbox, place, {"author": "Анна", "text": "Когда?"})
    [peer] = [one["peer_id"] for one in sandbox.ask("GET", "vk", "messages", query={"account": place[1]})]
    call = {
        "access_token": keys["community_token"],
        "v": "5.199",
        "peer_id": peer,
        "random_id": 1,
        "message": "К шести",
    }
    loopback.post(f"{sandbox.info['vk']['base']}/method/messages.send", data=call)

    page = _read(loopback.get(address(sandbox, place), params={"author": "Анна"}).text)

    assert "К шести" in page.text


@pytest.mark.parametrize(
    ("author", "text", "sentence"),
    [
        (" ", "Да", "Напишите, как вас зовут."),
        ("А" * 61, "Да", "Имя длиннее 60 знаков, сократите его."),
        ("Анна", " ", "Сообщение пустое: напишите хоть слово."),
        ("Анна", "ж" * 4097, "Сообщение длиннее 4096 знаков, сократите его."),
    ],
)
def test_a_mistake_is_explained(sandbox: SandboxProcess, author: str, text: str, sentence: str) -> None:
    place = ("vk", int(sandbox.add_account("vk", "Город")["group_id"]))

    answer = send(sandbox, place, {"author": author, "text": text})

    assert (answer.status_code, sentence in _read(answer.text).text) == (400, True)
    assert letters(sandbox, place) == []


def test_a_form_of_a_foreign_page_is_refused(sandbox: SandboxProcess, place: tuple[str, int]) -> None:
    data = {"author": "Анна", "text": "Да"}

    assert send(sandbox, place, data, Origin="https://evil.example").status_code == 403
    assert letters(sandbox, place) == []


def test_who_is_there_and_who_may_not_write(sandbox: SandboxProcess) -> None:
    place = ("vk", int(sandbox.add_account("vk", "Город")["group_id"]))
    seat = {"account": place[1], "name": "Редактор Второй", "status": "editor", "rights": []}
    sandbox.ask("POST", "vk", "rights", seat)
    sandbox.ask("POST", "vk", "restrictions", {"account": place[1], "author": "Спорщик Третий"})

    page = _read(loopback.get(address(sandbox, place)).text)

    for words in ("Администратор Сообщества создатель", "Редактор Второй редактор", "Спорщик Третий писать не может"):
        assert words in page.text
    assert loopback.get(address(sandbox, ("vk", 1))).status_code == 404
