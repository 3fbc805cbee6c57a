"""Encodings of a call, and refusals before a method runs."""

from pathlib import Path

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.vk.world import VERSION, World, read
from veche_sandbox.vk.errors import ApiError
from veche_sandbox.vk.limits import Rates
from veche_sandbox.vk.registry import TokenKind

pytestmark = pytest.mark.sweep


def test_unknown_method(vk: World) -> None:
    assert vk.refusal("wall.publish") == (3, "Unknown method passed.")


@pytest.mark.parametrize("version", [None, "latest", "5"])
def test_version_is_required(vk: World, version: str | None) -> None:
    assert vk.refusal("users.get", v=version) == (8, "Invalid request: v (version) is required")


def test_old_version(vk: World) -> None:
    assert vk.refusal("users.get", v="5.50") == (8, "Invalid request: versions below 5.81 are deprecated")


def test_no_token(vk: World) -> None:
    answer = read(vk.http.post(f"{vk.base}/method/users.get", data={"v": VERSION}))
    assert (answer.code, answer.message) == (5, "User authorization failed: no access_token passed.")


def test_wrong_and_revoked_tokens_look_alike(vk: World) -> None:
    vk.sandbox.revoke_token("vk", vk.community)
    wrong = (5, "User authorization failed: invalid access_token (4).")
    assert vk.refusal("groups.getById") == wrong
    assert vk.refusal("groups.getById", "vk1.a.nobody") == wrong


def test_error_repeats_the_parameters_but_never_the_token(vk: World) -> None:
    answer = vk.call("wall.get", owner_id=vk.wall)
    assert answer.error == {
        "error_code": 27,
        "error_msg": "Group authorization failed: method is unavailable with group auth.",
        "request_params": [
            {"key": "v", "value": VERSION},
            {"key": "owner_id", "value": str(vk.wall)},
            {"key": "method", "value": "wall.get"},
            {"key": "oauth", "value": "1"},
        ],
    }


def test_token_in_the_header_and_parameters_in_the_query(vk: World) -> None:
    head = {"Authorization": f"Bearer {vk.community}"}
    answer = read(vk.http.get(f"{vk.base}/method/groups.getById", params={"v": VERSION}, headers=head))
    assert [group["id"] for group in answer.value["groups"]] == [vk.group_id]


def test_multipart_body(vk: World) -> None:
    fields = {"v": VERSION, "access_token": vk.community, "owner_id": str(vk.wall), "message": "Привет"}
    parts = {name: (None, value) for name, value in fields.items()}
    read(vk.http.post(f"{vk.base}/method/wall.post", files=parts))
    assert vk.texts() == ["Привет"]


def test_letters_that_are_not_percent_encoded(vk: World) -> None:
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"v={VERSION}&access_token={vk.community}&owner_id={vk.wall}&message=Привет".encode()
    read(vk.http.post(f"{vk.base}/method/wall.post", content=body, headers=head))
    assert vk.texts() == ["Привет"]


def test_json_body_is_not_read(vk: World) -> None:
    body = {"v": VERSION, "access_token": vk.community, "owner_id": vk.wall, "message": "Привет"}
    answer = read(vk.http.post(f"{vk.base}/method/wall.post", json=body))
    assert (answer.code, vk.texts()) == (8, [])


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({}, "post_id is undefined"),
        ({"post_id": ""}, "post_id is undefined"),
        ({"post_id": "first"}, "post_id not integer"),
        ({"post_id": "1.0"}, "post_id not integer"),
        ({"post_id": "-1"}, "post_id should be positive"),
    ],
)
def test_missing_and_ill_typed_parameters(vk: World, params: dict[str, str], why: str) -> None:
    code, message = vk.refusal("wall.createComment", owner_id=vk.wall, message="Да", **params)
    assert (code, message) == (100, f"One of the parameters specified was missing or invalid: {why}")


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("groups.getMembers", {"count": 1001}, "count should be less or equal to 1000"),
        ("groups.getMembers", {"filter": "bosses"}, "filter is invalid"),
        ("groups.getLongPollServer", {"group_id": 0}, "group_id should be greater than 0"),
        ("wall.post", {"message": "Да", "signed": "perhaps"}, "signed not boolean"),
        ("wall.post", {"message": "Да", "lat": "north"}, "lat not number"),
        (
            "groups.addCallbackServer",
            {"group_id": 1, "url": "http://127.0.0.1/", "title": "x" * 15},
            "title should be less or equal to 14 letters length",
        ),
    ],
)
def test_values_out_of_bounds(vk: World, method: str, params: dict[str, object], why: str) -> None:
    assert vk.refusal(method, **params) == (100, f"One of the parameters specified was missing or invalid: {why}")


def test_unknown_parameter_is_ignored_and_listed(vk: World) -> None:
    vk.post("Привет", from_groop=1)
    assert vk.texts() == ["Привет"]
    assert vk.sandbox.complaints("vk") == [
        {"method": "wall.post", "parameter": "from_groop", "problem": "unknown parameter"}
    ]


def test_calls_are_listed_with_the_kind_of_key_and_the_outcome(vk: World) -> None:
    vk.post()
    vk.call("wall.get", owner_id=vk.wall)
    calls = [(call["method"], call["token_kind"], call["outcome"]) for call in vk.sandbox.calls("vk")]
    assert calls == [("wall.post", "community", "ok"), ("wall.get", "community", "27")]


@pytest.mark.parametrize(("fault", "code"), [("refused_before_apply", 10), ("rate_limited", 6)])
def test_faults_that_did_nothing(vk: World, fault: str, code: int) -> None:
    vk.sandbox.fault("vk", "wall.post", fault)
    assert vk.call("wall.post", owner_id=vk.wall, message="Раз").code == code
    assert vk.texts() == []
    vk.post("Два")
    assert vk.texts() == ["Два"]


def test_answer_lost_after_the_post_was_published(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "lost_after_apply")
    with pytest.raises(httpx2.TransportError):
        vk.post("Раз")
    assert vk.texts() == ["Раз"]


def test_strict_rates(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox.sqlite3", "--strict-rates") as sandbox, loopback.Client() as client:
        keys = sandbox.info["vk"]
        params = {"v": VERSION, "access_token": keys["admin_token"]}
        answers = (read(client.post(f"{keys['base']}/method/users.get", data=params)) for _ in range(100))
        refused = next(answer for answer in answers if answer.code)
        assert (refused.code, refused.message) == (6, "Too many requests per second")


@pytest.mark.parametrize(("kind", "most"), [(TokenKind.USER, 3), (TokenKind.COMMUNITY, 20)])
def test_calls_a_second(kind: TokenKind, most: int) -> None:
    """A refused call is not counted: the next is allowed as soon as the oldest is a second old."""
    now = [100.0]
    rates = Rates(lambda: now[0])
    for _ in range(most):
        rates.count("key", kind)
    rates.count("another key", kind)
    now[0] = 100.9
    with pytest.raises(ApiError):
        rates.count("key", kind)
    now[0] = 101.0
    rates.count("key", kind)
