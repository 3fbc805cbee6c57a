"""The sandbox's table of operations against the published descriptions."""

import json

import pytest

from tests.veche_sandbox.max import published
from tests.veche_sandbox.max.conftest import MaxBot
from veche_sandbox.max.app import OPERATIONS

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(not published.HERE, reason=published.MISSING)]
NAMES = [operation.name for operation in OPERATIONS.all()]


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_as_published(name: str) -> None:
    [operation] = [one for one in OPERATIONS.all() if one.name == name]
    known = published.operations()[operation.verb, published.shape(operation.path)]

    assert {param.name for param in operation.query} == set(known.query)
    assert {param.name for param in operation.body or ()} == set(known.body)
    assert {param.name for param in operation.query if param.required} == known.required


@pytest.mark.parametrize("name", NAMES)
def test_bounds_are_as_published(name: str) -> None:
    [operation] = [one for one in OPERATIONS.all() if one.name == name]
    known = published.operations()[operation.verb, published.shape(operation.path)]
    bounds = {"minimum": "low", "maximum": "high", "maxLength": "high"}

    for param in (*operation.query, *(operation.body or ())):
        schema = known.query.get(param.name) or known.body.get(param.name) or {}
        for word, ours in bounds.items():
            if word in schema and param.name != "secret":
                assert getattr(param, ours) == schema[word], param.name


@pytest.mark.parametrize(
    ("verb", "url", "body", "wrong"),
    [
        ("POST", "/nowhere", {}, 1),
        ("POST", "/messages?chat_id=5&guid=7", {"text": "да"}, 1),
        ("POST", "/messages?chat_id=five", {"text": "да" * 2001}, 2),
        ("DELETE", "/messages", None, 1),
        ("GET", "/updates?limit=1001&timeout=91", None, 2),
        ("POST", "/uploads?type=photo", None, 1),
        ("PUT", "/messages?message_id=mid.1", {"text": None, "attachments": {}, "format": "rtf"}, 2),
    ],
)
def test_the_judge_sees_mistakes(verb: str, url: str, body: object, wrong: int) -> None:
    assert len(published.problems(published.operations(), verb, f"http://x{url}", body)) == wrong


def test_recorded_payloads_have_no_field_that_ours_lack(bot: MaxBot) -> None:
    """The recorded answers of MAX for a chat, a member and a pinned message have the same names, except those that a
    channel lacks.
    """
    post = bot.post()
    bot.good("PUT", f"/chats/{bot.chat}/pin", json={"message_id": post})
    answers = {
        "botInfo.ok.json": bot.good("GET", "/me"),
        "chat-path-result.json": bot.good("GET", f"/chats/{bot.chat}"),
        "get-membership.json": bot.good("GET", f"/chats/{bot.chat}/members/me"),
        "get-pin-message.json": bot.good("GET", f"/chats/{bot.chat}/pin"),
    }
    optional = {"avatar_url", "full_avatar_url", "description", "sender"}

    for name, ours in answers.items():
        recorded = json.loads((published.FOLDER / "stabs" / name).read_text())
        assert recorded.keys() - ours.keys() <= optional, name
        assert {key: type(value) for key, value in recorded.items() if ours.get(key) is not None} == {
            key: type(ours[key]) for key in recorded if ours.get(key) is not None
        }, name
