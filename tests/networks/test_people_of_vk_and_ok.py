"""Administrators of accounts in VK and OK, and statistics of their posts."""

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import (
    Administrator,
    AdministratorChanged,
    NetworkError,
    Operation,
    PostStatistics,
    Rank,
    Slot,
)

WORDS = {"vk": {Rank.EDITOR: "editor", Rank.MODERATOR: "moderator"}, "ok": {Rank.MODERATOR: "moderator"}}
COUNTED = ("vk", "ok")


def seat(bench: Bench, name: str, status: str) -> None:
    order = {"account": bench.account, "name": name, "status": status, "rights": []}
    bench.sandbox.ask("POST", bench.slug, "rights", order)


def people(bench: Bench) -> list[tuple[str, Rank]]:
    return [(one.name, one.rank) for one in bench.network.administrators(deadline=soon())]


@pytest.mark.parametrize("bench", WORDS, indirect=True)
def test_who_runs_the_account(bench: Bench) -> None:
    [owner] = bench.network.administrators(deadline=soon())
    assert isinstance(owner, Administrator)
    assert owner.rank == {"vk": Rank.OWNER, "ok": Rank.ADMINISTRATOR}[bench.slug]
    assert bool(owner.name) is True
    assert owner.bot is False
    for rank, word in WORDS[bench.slug].items():
        seat(bench, f"Работник {rank}", word)

    assert people(bench) == [
        (owner.name, owner.rank),
        *((f"Работник {rank}", rank) for rank in WORDS[bench.slug]),
    ]


@pytest.mark.parametrize("bench", WORDS, indirect=True)
def test_silence_about_who_runs_it_is_no_answer(bench: Bench) -> None:
    bench.fault("groups.getMembers" if bench.slug == "vk" else "group.getMembers", "dropped")

    with pytest.raises(NetworkError) as caught:
        bench.network.administrators(deadline=soon())

    assert (caught.value.permanent, caught.value.maybe_done) == (False, False)


def test_a_change_of_administrators_is_told_in_vk(vk: Bench) -> None:
    cursor = vk.begin()
    for status in ("editor", "administrator", "left"):
        seat(vk, "Работник Новый", status)

    changes = [event for event in vk.news(cursor).events if isinstance(event, AdministratorChanged)]

    assert [(one.before, one.after) for one in changes] == [
        ("", "editor"),
        ("editor", "administrator"),
        ("administrator", ""),
    ]
    assert {(one.name, one.by_id) for one in changes} == {("Работник Новый", str(vk.given["user_id"]))}
    assert len({one.dedup for one in changes}) == 3


def test_either_key_of_vk_names_them(vk: Bench) -> None:
    for slot in (Slot.COMMUNITY, Slot.ADMIN):
        vk.slots = (slot,)
        assert [rank for _, rank in people(vk)] == [Rank.OWNER]
        assert ask(vk)[Operation.READ_ADMINISTRATORS].mode == "auto"


@pytest.mark.parametrize("bench", COUNTED, indirect=True)
def test_what_is_counted_under_posts(bench: Bench) -> None:
    first, second = (bench.publish(text).remote_id for text in ("Каток открыт", "Мост закрыт"))
    for post in (first, second, second):
        bench.resident_writes(post, "Спасибо")

    seen = {"account": bench.account, "id": int(second), "views": 1024, "likes": 12, "reposts": 3}
    bench.sandbox.ask("POST", bench.slug, "posts/figures", seen)

    found = bench.network.statistics([first, second, "999999"], deadline=soon())

    assert set(found) == {first, second}
    assert found[second] == PostStatistics(views=1024, likes=12, reposts=3, comments=2)
    assert found[first].likes == 0
    assert found[first].comments == 1
    assert isinstance(found[first].views, int) is True
    assert bench.network.statistics([], deadline=soon()) == {}


def test_ok_does_not_count_what_nobody_has_seen(ok: Bench) -> None:
    post = ok.publish("Каток открыт").remote_id

    assert ok.network.statistics([post], deadline=soon()) == {}


def test_vk_counts_for_an_administrator_s_key_only(vk: Bench) -> None:
    post = vk.publish("Каток открыт").remote_id
    assert vk.network.statistics([post], deadline=soon()) == {post: PostStatistics(0, 0, 0, 0)}
    vk.slots = (Slot.COMMUNITY,)

    with pytest.raises(NetworkError) as caught:
        vk.network.statistics([post], deadline=soon())

    assert caught.value.permanent is True
    assert caught.value.key_slot == Slot.ADMIN
    assert caught.value.code == "no_key"
    assert ask(vk)[Operation.STATISTICS].mode == "absent"
