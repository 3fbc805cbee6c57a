"""The rows of «паспорт ключа»: equal ones are merged, those that need a person come first."""

from typing import Any

from veche.accounts.domain.capability_rows import CapabilityRow, capability_rows
from veche.networks.protocol import Operation

ADMIN: dict[str, Any] = {"mode": "auto", "why": "", "slot": "admin", "steps": []}
BY_HAND: dict[str, Any] = {"mode": "by_hand", "why": "Нужен ключ.", "slot": None, "steps": ["Откройте страницу."]}


def rows(known: dict[Operation, dict[str, Any]]) -> list[CapabilityRow]:
    return capability_rows({str(name): ability for name, ability in known.items()})


def test_what_stands_alike_is_one_row():
    known = {Operation.EDIT: ADMIN, Operation.WITHDRAW: ADMIN, Operation.PIN: ADMIN}

    assert rows(known) == [
        CapabilityRow("Исправлять, снимать, закреплять записи", "auto", "есть ключ администратора", ())
    ]


def test_what_asks_for_hands_is_apart_and_first():
    known = {Operation.PROVE: ADMIN, Operation.EDIT: ADMIN, Operation.WITHDRAW: BY_HAND, Operation.PIN: BY_HAND}

    assert [(row.what, row.face) for row in rows(known)] == [
        ("Снимать с публикации, закреплять", "by_hand"),
        ("Доказать, что вышла", "auto"),
        ("Исправлять вышедшее", "auto"),
    ]


def test_what_goes_by_itself_names_each_key_once():
    community: dict[str, Any] = {**ADMIN, "slot": "community"}
    known = {Operation.PUBLISH_VIDEO: ADMIN, Operation.PUBLISH_DOCUMENT: community, Operation.PUBLISH_POLL: ADMIN}

    assert rows(known) == [
        CapabilityRow("Видео, документы, опросы", "auto", "есть ключ администратора; хватает ключа сообщества", ())
    ]


def test_why_a_key_was_not_taken_stands_beside_the_key_alone():
    refused = "Срок ключа вышел. Ничего не потеряно."
    known = {
        Operation.PROVE: {**ADMIN, "mode": "absent", "why": refused},
        Operation.EDIT: {**BY_HAND, "why": refused},
        Operation.PIN: BY_HAND,
    }

    found = capability_rows({str(name): ability for name, ability in known.items()}, refusals={refused})

    assert [(row.what, row.face, row.why) for row in found] == [
        ("Исправлять вышедшее", "by_hand", "нужен новый ключ"),
        ("Закреплять", "by_hand", "Нужен ключ"),
        ("Доказать, что вышла", "waits_key", "нужен новый ключ"),
    ]
