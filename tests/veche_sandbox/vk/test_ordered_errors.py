"""Ordered errors: VK's own texts, the parameters of the call, and a captcha that a client can solve."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.world import VERSION, World

pytestmark = pytest.mark.sweep


def refused(vk: World, **more: Any) -> dict[str, Any]:
    answer = vk.call("wall.post", owner_id=vk.wall, message="Да", **more)
    assert answer.code
    return answer.error


def told(vk: World) -> list[dict[str, str]]:
    return [
        {"key": "v", "value": VERSION},
        {"key": "owner_id", "value": str(vk.wall)},
        {"key": "message", "value": "Да"},
        {"key": "method", "value": "wall.post"},
        {"key": "oauth", "value": "1"},
    ]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("refused_before_apply", 10, "Internal server error"),
        ("rate_limited", 6, "Too many requests per second"),
        ("error:214", 214, "Access to adding post denied"),
        ("error:9", 9, "Flood control"),
        ("error:1051", 1051, "Method is not available for this profile type"),
        ("error:77777", 77777, "Ordered by the control API"),
    ],
)
def test_an_ordered_error_speaks_as_vk(vk: World, fault: str, code: int, words: str) -> None:
    kind, _, number = fault.partition(":")
    vk.sandbox.fault("vk", "wall.post", kind, code=number)
    assert refused(vk) == {"error_code": code, "error_msg": words, "request_params": told(vk)}


@pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)
def test_the_words_of_ordered_errors_are_those_of_the_schema(vk: World) -> None:
    known = oracle.errors()
    for code in (1, 5, 15, 18, 29, 100, 203, 900, 3301):
        vk.sandbox.fault("vk", "wall.post", "error", code=str(code))
        assert refused(vk)["error_msg"].partition(":")[0] == known[code]


def test_a_captcha_has_all_that_clients_read(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="14")
    error = refused(vk)
    assert error["error_code"] == 14
    assert error["error_msg"] == "Captcha needed"
    assert error["request_params"] == told(vk)
    assert error["captcha_sid"].isdecimal()
    image = vk.http.get(error["captcha_img"])
    assert Image.open(io.BytesIO(image.content)).format == "JPEG"
    assert error["redirect_uri"].startswith(f"{vk.base}/not_robot_captcha?")
    assert {"captcha_ts", "captcha_attempt", "captcha_width", "captcha_height", "captcha_ratio"} <= set(error)


def test_a_captcha_is_solved_by_the_letters_of_the_picture(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="14", times=2)
    sid = refused(vk)["captcha_sid"]
    solved = {"captcha_sid": sid, "captcha_key": sid[-5:]}
    vk.post("Да", **solved)
    assert (vk.texts(), vk.sandbox.complaints("vk")) == (["Да"], [])


def test_a_captcha_is_solved_by_the_token_of_its_page(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="14", times=2)
    page = vk.http.get(refused(vk)["redirect_uri"]).text
    found = re.search(r'id="success_token">([^<]+)<', page)
    assert found
    vk.post("Да", success_token=found[1])
    assert (vk.texts(), vk.sandbox.complaints("vk")) == (["Да"], [])


def test_a_captcha_is_not_solved_by_a_guess(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="14")
    first = refused(vk)["captcha_sid"]
    again = refused(vk, captcha_sid=first, captcha_key="zzzzz")
    assert again["error_code"] == 14
    assert again["captcha_sid"] != first
    assert refused(vk, success_token="guessed")["error_code"] == 14
    assert vk.texts() == []


def test_one_solution_is_good_for_one_call(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="14", times=3)
    sid = refused(vk)["captcha_sid"]
    solved = {"captcha_sid": sid, "captcha_key": sid[-5:]}
    vk.post("Да", **solved)
    assert refused(vk, **solved)["error_code"] == 14


def test_a_validation_names_its_page(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "error", code="17")
    error = refused(vk)
    assert error["error_msg"] == "Validation required: please open redirect_uri in browser"
    assert vk.http.get(error["redirect_uri"]).status_code == 200


def test_a_part_of_what_was_attached_is_left_out(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "partial")
    links = "https://gorod.ru/katok"

    number = vk.post("Каток", attachments=links)

    [post] = vk.sandbox.posts("vk", vk.group_id)
    assert post["id"] == number
    assert post["text"] == "Каток"
    assert "link" not in post
    with pytest.raises(AssertionError, match="only VK"):
        vk.sandbox.fault("ok", "mediatopic.post", "partial")


def test_a_token_revoked_on_the_way_is_refused_and_renewed(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "token_revoked")
    form = {"owner_id": vk.wall, "from_group": 1, "message": "Да"}

    assert vk.refusal("wall.post", **form)[0] == vk.refusal("wall.post", **form)[0] == 5
    token = vk.order("tokens/renew", token=vk.community)["token"]

    vk.ok("wall.post", token, **form)
    assert vk.texts() == ["Да"]


def test_streams_are_told_to_the_control_api(vk: World) -> None:
    begun = vk.ok("video.startStreaming", vk.admin, group_id=vk.group_id, name="Эфир")
    vk.ok("video.startStreaming", vk.admin, group_id=vk.group_id, name="Ещё")
    vk.ok("video.stopStreaming", vk.admin, group_id=vk.group_id, video_id=begun["video_id"])

    found = vk.sandbox.ask("GET", "vk", "streams", query={"account": vk.group_id})

    assert [(one["title"], one["status"]) for one in found] == [("Ещё", "waiting"), ("Эфир", "finished")]
    assert found[1]["id"] == f"{vk.wall}_{begun['video_id']}"
