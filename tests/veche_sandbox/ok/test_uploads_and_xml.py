"""Expiring uploads, published videos attached again, and answers in XML."""

import sqlite3
from contextlib import closing
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.veche_sandbox.ok.world import World, _md5, picture, text

pytestmark = pytest.mark.sweep

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
NAMESPACE = "{http://api.forticom.com/1.0/}"


def let_uploads_end(ok: World) -> None:
    with closing(sqlite3.connect(ok.sandbox.db, timeout=10)) as connection, connection:
        connection.execute("UPDATE notes SET value = '1' WHERE network = 'ok' AND name LIKE 'ends %'")


def test_an_upload_ends_when_its_answer_says(ok: World) -> None:
    place = ok.ok("photosV2.getUploadUrl", gid=ok.group)
    [token] = ok.tokens(picture())
    assert place["ttl_ms"] == 86_400_000

    let_uploads_end(ok)

    late = ok.http.post(place["upload_url"], files={"file1": ("1.png", picture())}).json()
    assert (late["error_code"], ok.refused_post({"type": "photo", "list": [token]})) == (300, 121)


def uploaded(ok: World) -> str:
    place = ok.ok("video.getUploadUrl", gid=ok.group, file_name="a.mp4", file_size=len(MP4))
    assert ok.http.post(place["upload_url"], files={"data": ("a.mp4", MP4)}).status_code == 200
    ok.ok("video.update", vid=place["video_id"], title="Каток", publish="true")
    return str(place["video_id"])


def test_a_video_is_shown_again_once_it_stands_somewhere(ok: World) -> None:
    number = uploaded(ok)
    again = {"type": "movie-reshare", "movieId": number}
    refused = ok.send(
        ok.form("mediatopic.post", type="GROUP_THEME", gid=ok.group, attachment=f'{{"media":[{_json(again)}]}}')
    )
    assert (refused["error_code"], refused["error_msg"]) == (100, "PARAM : errors.movie.not.available")

    ok.post({"type": "movie", "list": [{"id": number}]})
    ok.post(text("Ещё раз"), again)

    first, second = ok.wall()
    assert [file["sha256"] for file in second["files"]] == [file["sha256"] for file in first["files"]]
    assert ok.sandbox.complaints("ok") == []


def _json(block: dict[str, Any]) -> str:
    return "{" + ",".join(f'"{name}":"{value}"' for name, value in block.items()) + "}"


def in_xml(ok: World, method: str, **params: str) -> tuple[str, ET.Element]:
    """Call a method with answers in XML. The format is part of the signed parameters."""
    sent = {**params, "method": method, "application_key": ok.keys["application_key"], "format": "XML"}
    base = "".join(f"{name}={sent[name]}" for name in sorted(sent))
    sig = _md5(base + _md5(ok.keys["access_token"] + ok.keys["application_secret"]))
    answer = ok.http.post(f"{ok.base}/fb.do", data={**sent, "sig": sig, "access_token": ok.keys["access_token"]})
    return answer.headers["content-type"], ET.fromstring(answer.text)


def test_an_answer_in_xml(ok: World) -> None:
    kind, root = in_xml(ok, "users.getCurrentUser")

    assert (kind.partition(";")[0], root.tag) == ("application/xml", f"{NAMESPACE}users_getCurrentUser_response")
    assert root.findtext(f"{NAMESPACE}uid") == str(ok.keys["user_id"])


def test_a_refusal_in_xml(ok: World) -> None:
    _kind, root = in_xml(ok, "mediatopic.post", type="SONG", attachment="{}")

    assert (root.tag, root.findtext("error_code")) == (f"{NAMESPACE}error_response", "100")
