"""Every act about the account with every failure of a call: the reported outcome is the real one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, picture, soon
from veche.networks.protocol import (
    Absent,
    Act,
    AnswerMessage,
    CannotTell,
    Describe,
    Found,
    NetworkError,
    Parts,
    Photo,
    ReleaseAuthor,
    RestrictAuthor,
    SetAvatar,
    SetCover,
)

FAULTS = (
    "dropped",
    "refused_before_apply",
    "rate_limited",
    "bad_gateway",
    "lost_after_apply",
    "truncated",
)
APPLIED = frozenset({"lost_after_apply", "truncated"})
WHO = "Анна Ковалёва"


def ask(bench: Bench, path: str, **order: Any) -> Any:
    return bench.sandbox.ask("POST", bench.slug, path, {"account": bench.account, **order})


def shown(bench: Bench, path: str) -> Any:
    return bench.sandbox.ask("GET", bench.slug, path, query={"account": bench.account})


def restrict(bench: Bench, _folder: Path) -> Act:
    post = bench.publish("Каток открыт").remote_id
    written = bench.resident_writes(post, "Ругань")
    number = next(one["author_id"] for one in bench.comments() if one["id"] == written["id"])
    return RestrictAuthor(str(number), post_id=post, comment_id=str(written["id"]))


def release(bench: Bench, folder: Path) -> Act:
    act = restrict(bench, folder)
    bench.perform(act)
    assert isinstance(act, RestrictAuthor)
    return ReleaseAuthor(act.author_id)


def answer(bench: Bench, _folder: Path) -> Act:
    return AnswerMessage(str(ask(bench, "messages", author=WHO, text="Когда?")["peer_id"]), "К шести.")


def describe(_bench: Bench, _folder: Path) -> Act:
    return Describe("Официальная страница")


def _photo(folder: Path) -> Photo:
    path = folder / "herb.png"
    path.write_bytes(picture("navy", width=1200, height=400))
    return Photo(path, "image/png", alt="Герб")


def avatar(_bench: Bench, folder: Path) -> Act:
    return SetAvatar(_photo(folder))


def cover(_bench: Bench, folder: Path) -> Act:
    return SetCover(_photo(folder))


def blocked(bench: Bench) -> bool:
    return bool(shown(bench, "restrictions"))


# The network, the act, its call, and whether it was done.
type Case = tuple[str, Callable[[Bench, Path], Act], str, Callable[[Bench], bool]]
CASES: dict[str, Case] = {
    "vk restrict": ("vk", restrict, "groups.ban", blocked),
    "vk release": ("vk", release, "groups.unban", lambda bench: not blocked(bench)),
    "vk answer": ("vk", answer, "messages.send", lambda bench: len(shown(bench, "messages")) == 2),
    "vk describe": ("vk", describe, "groups.edit", lambda bench: bool(shown(bench, "page")["description"])),
    "vk avatar": ("vk", avatar, "photos.saveOwnerPhoto", lambda bench: bool(shown(bench, "page")["avatar"])),
    "vk cover": ("vk", cover, "photos.saveOwnerCoverPhoto", lambda bench: bool(shown(bench, "page")["cover"])),
    "ok restrict": ("ok", restrict, "discussions.deleteDiscussionComment", blocked),
    "ok avatar": ("ok", avatar, "group.setMainPhoto", lambda bench: bool(shown(bench, "page")["avatar"])),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("case", CASES)
def test_what_is_said_is_what_became(request: pytest.FixtureRequest, tmp_path: Path, case: str, fault: str) -> None:
    slug, make, method, is_done = CASES[case]
    bench: Bench = request.getfixturevalue(slug)
    act, key, network = make(bench, tmp_path), uuid4(), bench.network
    stages: list[Parts] = [{}, *network.prepare(act, {}, deadline=soon())]
    began = datetime.now(UTC)
    bench.fault(method, fault)

    with pytest.raises(NetworkError) as caught:
        network.perform(act, stages[-1], key=key, deadline=soon(5))

    assert is_done(bench) == (fault in APPLIED)
    if fault in APPLIED:
        assert caught.value.maybe_done
    assert not caught.value.permanent
    since = began - timedelta(minutes=1)
    found = network.look_up(act, key=key, since=since, remote_id="", deadline=soon())
    if isinstance(found, CannotTell):
        assert network.may_repeat(act, first_call=began, now=datetime.now(UTC))
    else:
        assert isinstance(found, Found if fault in APPLIED else Absent)
    if not isinstance(found, Found):
        network.perform(act, stages[-1], key=key, deadline=soon())
        assert is_done(bench)
