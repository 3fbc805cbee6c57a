"""Signature, session and rights, which are checked before any method."""

import json
import os
from pathlib import Path

import pytest

from tests.veche_sandbox.ok.world import RIGHTS, World, text
from veche_sandbox.ok.app import METHODS
from veche_sandbox.ok.errors import NAMES

pytestmark = pytest.mark.sweep

SPECS = Path(os.environ.get("VECHE_SHARED", Path(__file__).parents[3].parent / "shared")) / "specs" / "ok"


def test_line_has_the_keys_of_the_first_group(ok: World) -> None:
    assert sorted(ok.sandbox.info["ok"]) == [
        "access_token",
        "application_key",
        "application_secret",
        "base",
        "group_id",
    ]
    assert ok.keys["application_key"].startswith("CB")


def test_a_call_by_its_path_is_the_same_call(ok: World) -> None:
    form = ok.form("users.getLoggedInUser")
    by_form = ok.send(form)
    named = {name: value for name, value in ok.form("users.getLoggedInUser").items() if name not in {"method", "sig"}}

    unsigned = ok.http.get(f"{ok.base}/api/users/getLoggedInUser", params=named).json()

    assert by_form == str(ok.keys["user_id"])
    assert unsigned["error_code"] == 104
    assert ok.http.get(f"{ok.base}/fb.do", params=form).json() == by_form


def test_an_error_is_status_200_with_three_fields(ok: World) -> None:
    answer = ok.http.post(f"{ok.base}/fb.do", data=ok.form("discussions.get"))

    assert (answer.status_code, answer.headers["invocation-error"]) == (200, "100")
    assert answer.json() == {
        "error_code": 100,
        "error_msg": "PARAM : Missing required parameter discussionId",
        "error_data": "discussionId",
    }


def test_who_signs_wrong_is_refused(ok: World) -> None:
    good = ok.form("users.getLoggedInUser")
    wrong = {
        "no method": {name: value for name, value in good.items() if name != "method"},
        "unknown": {**good, "method": "users.getEverything"},
        "no key": {name: value for name, value in good.items() if name != "application_key"},
        "strange key": {**good, "application_key": "CBNOBODY"},
        "changed": {**good, "fields": "uid"},
        "no sig": {name: value for name, value in good.items() if name != "sig"},
        "strange token": {**good, "access_token": "tkn1nobody"},
        "no token": {name: value for name, value in good.items() if name != "access_token"},
    }

    codes = {name: ok.send(form)["error_code"] for name, form in wrong.items()}

    assert codes == {
        "no method": 3,
        "unknown": 3,
        "no key": 101,
        "strange key": 101,
        "changed": 104,
        "no sig": 104,
        "strange token": 103,
        "no token": 104,
    }


def test_a_signature_in_capitals_is_the_same(ok: World) -> None:
    form = ok.form("users.getLoggedInUser")

    assert ok.send({**form, "sig": form["sig"].upper()}) == str(ok.keys["user_id"])


def test_a_revoked_token_is_a_session_that_expired(ok: World) -> None:
    ok.sandbox.revoke_token("ok", ok.keys["access_token"])

    assert ok.refusal("users.getLoggedInUser") == 102


def test_a_token_of_another_application_is_none(ok: World) -> None:
    other = World(ok.sandbox, ok.http, ok.sandbox.add_account("ok", "Другая"))

    mixed = World(ok.sandbox, ok.http, {**ok.keys, "access_token": other.keys["access_token"]})

    assert mixed.refusal("users.getLoggedInUser") == 103


def test_unknown_parameters_are_ignored_and_listed(ok: World) -> None:
    ok.ok("users.getLoggedInUser", friendly="yes")

    assert ok.sandbox.complaints("ok") == [
        {"method": "users.getLoggedInUser", "parameter": "friendly", "problem": "unknown parameter"}
    ]


@pytest.mark.parametrize("missing", ["VALUABLE_ACCESS", "GROUP_CONTENT"])
def test_a_right_that_is_not_granted(ok: World, missing: str) -> None:
    ok.grant(*(right for right in RIGHTS if right != missing))

    assert ok.ok("users.hasAppPermission", ext_perm=missing) is False
    assert ok.ok("users.hasAppPermission", ext_perm="LONG_ACCESS_TOKEN") is True
    assert ok.refused_post(text("Да")) == 10


@pytest.mark.parametrize(
    ("status", "named", "posts"),
    [
        ("creator", "ADMIN", True),
        ("administrator", "ADMIN", True),
        ("moderator", "MODERATOR", True),
        ("member", "ACTIVE", False),
        ("kicked", "BLOCKED", False),
        ("left", "PASSIVE", False),
    ],
)
def test_a_place_in_the_group(ok: World, status: str, named: str, posts: bool) -> None:
    ok.grant(*RIGHTS, status=status)

    [found] = ok.ok("group.getUserGroupsByIds", group_id=ok.group, uids=ok.keys["user_id"])
    mine = [one["groupId"] for one in ok.ok("group.getUserGroupsV2")["groups"]]

    assert found["status"] == named
    assert (str(ok.group) in mine) is (named not in {"BLOCKED", "PASSIVE"})
    assert (ok.post(text("Да")).isdecimal() if posts else ok.refused_post(text("Да"))) == (True if posts else 50)


@pytest.mark.parametrize("code", [2, 7, 8, 9, 10, 11, 102, 104, 454, 455, 511, 514, 9999])
def test_any_error_comes_when_it_is_ordered(ok: World, code: int) -> None:
    ok.sandbox.fault("ok", "mediatopic.post", "error", code=str(code))

    assert ok.refused_post(text("Да")) == code
    assert ok.wall() == []


def test_faults_as_everywhere(ok: World) -> None:
    for fault, code in (("refused_before_apply", 2), ("rate_limited", 8)):
        ok.sandbox.fault("ok", "*", fault)
        assert ok.refused_post(text("Да")) == code
    assert ok.wall() == []
    assert [call["fault"] for call in ok.sandbox.calls("ok", "mediatopic.post")] == [
        "refused_before_apply",
        "rate_limited",
    ]


YOUNGER = {"auth.touchSession", "mediatopic.edit", "mediatopic.deleteTopic"}
YOUNGER_PARAMS = {"ads_post", "sizes"}


def test_methods_and_parameters_are_those_of_the_published_list() -> None:
    if not (SPECS / "ok-methods-derived.json").is_file():
        pytest.skip(f"the list of methods is not at {SPECS}")
    known = json.loads((SPECS / "ok-methods-derived.json").read_text(encoding="utf-8"))["methods"]

    assert set(METHODS) - set(known) == YOUNGER
    strange = {
        name: sorted(method.params - set(known[name]["params"]) - YOUNGER_PARAMS)
        for name, method in METHODS.items()
        if name in known and method.params - set(known[name]["params"]) - YOUNGER_PARAMS
    }
    assert strange == {}


def test_error_names_are_those_of_the_published_list() -> None:
    if not (SPECS / "ok-errors-derived.json").is_file():
        pytest.skip(f"the list of errors is not at {SPECS}")
    known = json.loads((SPECS / "ok-errors-derived.json").read_text(encoding="utf-8"))["errors"]

    assert {str(code): name for code, name in NAMES.items()}.items() <= known.items()


def test_a_token_revoked_on_the_way_is_refused_and_renewed(ok: World) -> None:
    ok.sandbox.fault("ok", "mediatopic.post", "token_revoked")

    assert ok.refused_post(text("Да")) == 102
    token = ok.sandbox.ask("POST", "ok", "tokens/renew", {"token": ok.keys["access_token"]})["token"]

    World(ok.sandbox, ok.http, {**ok.keys, "access_token": token}).post(text("Да"))
    assert [post["text"] for post in ok.wall()] == ["Да"]
