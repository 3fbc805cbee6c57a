"""Pages of VK and OK: description, main photo, cover; done once, found if the answer is lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, picture, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Describe,
    Found,
    LookUp,
    NetworkError,
    Operation,
    PageChanged,
    Parts,
    Photo,
    SetAvatar,
    SetCover,
    Slot,
)

type Look = Describe | SetAvatar | SetCover

WORDS = "Официальная страница администрации города."
DESCRIBING = {"vk": "groups.edit"}
PICTURES = {"vk": "photos.saveOwnerPhoto", "ok": "group.setMainPhoto"}


def photo(folder: Path, *, colour: str = "navy", width: int = 640, height: int = 480) -> Photo:
    path = folder / f"{colour}{width}.png"
    path.write_bytes(picture(colour, width=width, height=height))
    return Photo(path, "image/png", alt="Герб")


def page(bench: Bench) -> dict[str, Any]:
    shown: dict[str, Any] = bench.sandbox.ask("GET", bench.slug, "page", query={"account": bench.account})
    return shown


def look_up(bench: Bench, act: Look) -> LookUp:
    since = datetime.now(UTC) - timedelta(minutes=1)
    return bench.network.look_up(act, key=uuid4(), since=since, remote_id="", deadline=soon())


def failure(bench: Bench, act: Look) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, deadline=soon(5))
    return caught.value


@pytest.mark.parametrize("bench", DESCRIBING, indirect=True)
def test_the_words_of_the_page(bench: Bench) -> None:
    assert isinstance(look_up(bench, Describe(WORDS)), Absent)

    for _twice in range(2):
        bench.perform(Describe(WORDS))

    assert page(bench)["description"] == WORDS
    assert isinstance(look_up(bench, Describe(WORDS)), Found)


@pytest.mark.parametrize("bench", DESCRIBING, indirect=True)
def test_words_whose_answer_is_lost_are_found(bench: Bench) -> None:
    bench.fault(DESCRIBING[bench.slug], "lost_after_apply")

    assert failure(bench, Describe(WORDS)).maybe_done
    assert isinstance(look_up(bench, Describe(WORDS)), Found)


@pytest.mark.parametrize("bench", PICTURES, indirect=True)
def test_the_main_photo(bench: Bench, tmp_path: Path) -> None:
    before = page(bench)["avatar"]

    done = bench.perform(SetAvatar(photo(tmp_path)))

    assert before == ""
    assert bool(page(bench)["avatar"]) is True
    assert done.proven is True


@pytest.mark.parametrize("bench", PICTURES, indirect=True)
def test_a_photo_goes_up_once_however_often_the_last_call_is_tried(bench: Bench, tmp_path: Path) -> None:
    act, network = SetAvatar(photo(tmp_path)), bench.network
    stages: list[Parts] = list(network.prepare(act, {}, deadline=soon()))
    uploads = len(bench.sandbox.calls(bench.slug, "upload"))

    assert list(network.prepare(act, stages[-1], deadline=soon())) == []
    bench.fault(PICTURES[bench.slug], "dropped")
    with pytest.raises(NetworkError):
        network.perform(act, stages[-1], key=uuid4(), deadline=soon(5))
    network.perform(act, stages[-1], key=uuid4(), deadline=soon())

    assert len(bench.sandbox.calls(bench.slug, "upload")) == uploads
    assert page(bench)["avatar"]


@pytest.mark.parametrize("bench", PICTURES, indirect=True)
def test_a_main_photo_whose_answer_is_lost(bench: Bench, tmp_path: Path) -> None:
    """Where the network does not tell, repeating the call is harmless."""
    act = SetAvatar(photo(tmp_path))
    bench.fault(PICTURES[bench.slug], "lost_after_apply")

    assert failure(bench, act).maybe_done

    found, again = look_up(bench, act), datetime.now(UTC)
    repeats = bench.network.may_repeat(act, first_call=again, now=again)
    assert isinstance(found, Found) or (isinstance(found, CannotTell) and repeats)


def test_vk_knows_one_main_photo_from_another(vk: Bench, tmp_path: Path) -> None:
    act, other = SetAvatar(photo(tmp_path)), SetAvatar(photo(tmp_path, colour="gold"))
    assert isinstance(look_up(vk, act), Absent)

    vk.perform(act)

    assert isinstance(look_up(vk, act), Found)
    assert isinstance(look_up(vk, other), Absent)
    later = datetime.now(UTC) + timedelta(hours=1)
    found = vk.network.look_up(act, key=uuid4(), since=later, remote_id="", deadline=soon())
    assert isinstance(found, Absent), "the one that stood there before"


@pytest.mark.parametrize("size", [(1600, 900), (3000, 600), (1590, 530)])
def test_the_cover_of_vk(vk: Bench, tmp_path: Path, size: tuple[int, int]) -> None:
    act = SetCover(photo(tmp_path, width=size[0], height=size[1]))
    assert isinstance(look_up(vk, act), Absent)

    vk.perform(act)

    assert page(vk)["cover"]
    assert isinstance(look_up(vk, act), Found)
    assert isinstance(look_up(vk, SetCover(photo(tmp_path, colour="gold", width=1600, height=900))), Absent)


def test_a_cover_of_vk_whose_answer_is_lost_is_found(vk: Bench, tmp_path: Path) -> None:
    act = SetCover(photo(tmp_path, width=1600, height=900))
    vk.fault("photos.saveOwnerCoverPhoto", "lost_after_apply")

    assert failure(vk, act).maybe_done
    assert isinstance(look_up(vk, act), Found)


def test_pictures_too_small_for_vk_do_not_leave(vk: Bench, tmp_path: Path) -> None:
    small = photo(tmp_path, width=300, height=150)
    before = vk.sandbox.calls("vk", "upload")

    for act in (SetAvatar(small), SetCover(small)):
        refusal = failure(vk, act)
        assert refusal.permanent is True
        assert refusal.maybe_done is False
        assert refusal.code == "photo_small"
    assert vk.sandbox.calls("vk", "upload") == before
    assert page(vk)["avatar"] == ""
    assert page(vk)["cover"] == ""


def test_what_vk_s_keys_give_alone(vk: Bench, tmp_path: Path) -> None:
    vk.slots = (Slot.COMMUNITY,)
    vk.perform(Describe(WORDS))
    vk.perform(SetCover(photo(tmp_path, width=1600, height=900)))
    assert failure(vk, SetAvatar(photo(tmp_path))).code == "no_key"
    assert isinstance(look_up(vk, SetAvatar(photo(tmp_path))), CannotTell)
    assert page(vk)["description"] == WORDS
    assert bool(page(vk)["cover"]) is True
    assert page(vk)["avatar"] == ""

    vk.slots = (Slot.ADMIN,)
    vk.perform(Describe("Другие слова"))
    assert page(vk)["description"] == "Другие слова"


def test_a_community_key_of_vk_that_may_not_gives_way_to_the_administrator_s(vk: Bench) -> None:
    vk.fault("groups.edit", "error", code="15")

    vk.perform(Describe(WORDS))

    assert page(vk)["description"] == WORDS


def test_in_ok_words_and_cover_are_a_matter_of_hands(ok: Bench, tmp_path: Path) -> None:
    for act, operation in (
        (Describe(WORDS), Operation.DESCRIBE),
        (SetCover(photo(tmp_path)), Operation.SET_COVER),
    ):
        refusal = failure(ok, act)
        assert refusal.permanent is True
        assert refusal.maybe_done is False
        assert refusal.code == "by_hand"
        ability = ask(ok)[operation]
        assert (ability.mode, len(ability.steps)) == ("by_hand", 3)
        assert isinstance(look_up(ok, act), Absent)


def test_what_people_change_in_vk_is_told(vk: Bench) -> None:
    cursor = vk.begin()
    for change in ({"title": "Город Н"}, {"description": WORDS}):
        vk.sandbox.ask("POST", "vk", "page", {"account": vk.account, **change})

    title, words = vk.news(cursor).events

    assert isinstance(title, PageChanged)
    assert isinstance(words, PageChanged)
    assert title.what == "title"
    assert title.before == "Город"
    assert title.after == "Город Н"
    assert words.what == "description"
    assert words.before == ""
    assert words.after == WORDS
    assert title.by_id == str(vk.given["user_id"])


def test_a_new_main_photo_is_told_in_vk(vk: Bench, tmp_path: Path) -> None:
    cursor = vk.begin()
    vk.perform(SetAvatar(photo(tmp_path)))

    [changed] = vk.news(cursor).events

    assert isinstance(changed, PageChanged)
    assert (changed.what, changed.by_id) == ("avatar", str(vk.given["user_id"]))
