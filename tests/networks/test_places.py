"""The upload address of a video is stored, and dropped as soon as it may be used up."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_formats import MP4, file
from veche.networks.protocol import FileKind, NetworkError, OutgoingPost, Parts, Publish
from veche.networks.registry import NETWORKS

UPLOADS = {"vk": "upload_file", "ok": "upload_video", "max": "upload"}
PLACE = "file0.place"


@pytest.fixture(params=["vk", "ok", "max_"])
def bench(request: pytest.FixtureRequest) -> Bench:
    found: Bench = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def act(tmp_path: Path) -> Publish:
    video = file(tmp_path, FileKind.VIDEO, MP4, "двор.mp4", "video/mp4", width=1280, height=720, seconds=12.4)
    return Publish(OutgoingPost("Открыли двор", files=(video,)))


def last(stages: Iterator[Parts], parts: Parts) -> tuple[Parts, str]:
    """The stored parts of an attempt, and its error."""
    try:
        for stage in stages:
            parts = stage
    except NetworkError as error:
        return parts, error.code
    return parts, ""


@pytest.mark.parametrize("fault", ["bad_gateway", "dropped"])
def test_a_place_that_was_reached_in_vain_is_asked_for_anew(bench: Bench, act: Publish, fault: str) -> None:
    announced = next(bench.network.prepare(act, {}, deadline=soon()))
    bench.sandbox.fault(bench.slug, UPLOADS[bench.slug], fault, times=1, seconds=0)

    kept, code = last(bench.network.prepare(act, announced, deadline=soon()), announced)
    again = next(bench.network.prepare(act, kept, deadline=soon()))
    done, ended = last(bench.network.prepare(act, again, deadline=soon()), again)

    assert PLACE in announced
    assert kept == {}
    assert bool(code) is True
    assert json.loads(again[PLACE])["url"] != json.loads(announced[PLACE])["url"]
    assert (list(done), ended) == (["file0"], "")


def test_yesterdays_place_is_asked_for_anew(bench: Bench, act: Publish) -> None:
    announced = next(bench.network.prepare(act, {}, deadline=soon()))
    place = json.loads(announced[PLACE])
    old = {PLACE: json.dumps({**place, "url": place["url"].rpartition("/")[0] + "/of-yesterday"})}

    kept, code = last(bench.network.prepare(act, old, deadline=soon()), old)

    assert (kept, bool(code)) == ({}, True)
    assert last(bench.network.prepare(act, kept, deadline=soon()), kept)[1] == ""


def test_a_place_that_was_not_reached_is_kept(bench: Bench, act: Publish) -> None:
    """An unreachable server is no reason to register the same video again."""
    announced = next(bench.network.prepare(act, {}, deadline=soon()))
    away = {PLACE: json.dumps({**json.loads(announced[PLACE]), "url": "http://localhost.invalid/upload"})}

    assert last(bench.network.prepare(act, away, deadline=soon()), away) == (away, "name")


@pytest.mark.parametrize(
    ("slug", "kept"),
    [("vk", {"photo0", "file0", "file0.cover"}), ("ok", {"file0", "file0.cover"}), ("max", set()), ("telegram", set())],
)
def test_another_day_only_what_stands_in_the_network_is_still_good(slug: str, kept: set[str]) -> None:
    names = ("photo0", "file0", "file0.cover", "file1.place", "poll", "story", "picture")

    assert set(NETWORKS[slug].reusable(dict.fromkeys(names, "1"))) == kept
