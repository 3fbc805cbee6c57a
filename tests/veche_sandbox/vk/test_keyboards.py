"""Keyboards of messages.send: error 911 for what the documentation does not allow."""

import json
from typing import Any

import pytest

from tests.veche_sandbox.vk.world import World

pytestmark = pytest.mark.sweep


def button(kind: str = "text", label: str = "Да", **more: Any) -> dict[str, Any]:
    action = {"type": kind, "label": label, **more}
    return {"action": action}


def keyboard(*rows: list[Any], **more: Any) -> str:
    return json.dumps({"buttons": list(rows), **more}, ensure_ascii=False)


def send(vk: World, given: str) -> int:
    peer = vk.order("messages", author="Анна", text="Где справка?")["peer_id"]
    return vk.call("messages.send", peer_id=peer, random_id=0, message="Здесь", keyboard=given).code


@pytest.mark.parametrize(
    "given",
    [
        "{",
        "[]",
        keyboard([button()] * 6),
        keyboard(*[[button()]] * 11),
        keyboard(*[[button()] * 5] * 9),
        keyboard(*[[button()]] * 7, inline=True),
        keyboard(*[[button()] * 4] * 3, inline=True),
        keyboard([button()], inline=True, one_time=True),
        keyboard([]),
        keyboard([button(label="Я" * 41)]),
        keyboard([button("open_link")]),
        keyboard([button("wink")]),
        keyboard([button(payload="да")]),
        keyboard([button(payload=json.dumps("x" * 255))]),
        keyboard([{**button(), "color": "pink"}]),
    ],
)
def test_what_is_no_keyboard(vk: World, given: str) -> None:
    assert send(vk, given) == 911


@pytest.mark.parametrize(
    "given",
    [
        keyboard(),
        keyboard(*[[{**button(payload='{"a":1}'), "color": "positive"}] * 4] * 10, one_time=True),
        keyboard([button("open_link", link="https://gorod.example"), button("callback", payload="{}")], inline=True),
    ],
)
def test_a_good_keyboard_goes_out(vk: World, given: str) -> None:
    assert send(vk, given) == 0
