"""«Сыграть день»: simulated residents are active in every network."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche_sandbox.residents import SECOND_THOUGHT

pytestmark = pytest.mark.sweep

NETWORKS = ("vk", "ok", "telegram", "max")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SandboxProcess]:
    """A sandbox of its own, without content of other tests."""
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
        yield sandbox


def play(city: SandboxProcess, network: str, mood: str, **more: float) -> int:
    moves: int = city.ask("POST", network, "day", {"mood": mood, "seconds": 0.3, "seed": 7, **more})["moves"]
    return moves


def lived(city: SandboxProcess, network: str, comments: int) -> list[dict[str, object]]:
    """Comments of the network, once there are at least so many."""
    wait_until(lambda: len(city.comments(network)) >= comments, otherwise=lambda: len(city.comments(network)))
    return city.comments(network)


def test_a_stormy_day_brings_comments_and_letters_to_every_network(city: SandboxProcess) -> None:
    for network in NETWORKS:
        city.write_post(network, "Воды нет до 14 часов")

    began = {network: play_after_the_last(city, network) for network in NETWORKS}
    comments = {network: lived(city, network, 56) for network in NETWORKS}

    assert began == dict.fromkeys(NETWORKS, 58)
    assert {network: len(found) for network, found in comments.items()} == dict.fromkeys(NETWORKS, 56)
    for found in comments.values():
        assert any(comment["deleted"] for comment in found)
        assert any("накипело" in str(comment["text"]) for comment in found)


def test_many_residents_ask_the_same_and_nobody_twice(city: SandboxProcess) -> None:
    city.write_post("ok", "Воды нет до 14 часов")
    play(city, "ok", "stormy")

    said = [(one["author"], str(one["text"]).removesuffix(SECOND_THOUGHT)) for one in lived(city, "ok", 56)]

    authors = Counter(text for _author, text in said)
    assert len(set(said)) == len(said) == 56
    assert max(authors.values()) >= 3


def play_after_the_last(city: SandboxProcess, network: str) -> int:
    begun: list[int] = []

    def is_begun() -> bool:
        try:
            begun.append(play(city, network, "stormy"))
        except AssertionError as error:
            if "goes on" not in str(error):
                raise
        return bool(begun)

    wait_until(is_begun)
    return begun[0]


def test_a_calm_day_is_shorter_and_votes(city: SandboxProcess) -> None:
    city.write_post("vk", "Каток открыт")

    assert play(city, "vk", "calm") == 15
    assert len(lived(city, "vk", 13)) == 13


def test_one_day_at_a_time_and_not_about_nothing(city: SandboxProcess) -> None:
    with pytest.raises(AssertionError, match="nothing is published yet"):
        play(city, "vk", "calm")
    city.write_post("vk", "Каток открыт")
    play(city, "vk", "calm", seconds=60)
    with pytest.raises(AssertionError, match="a day goes on already"):
        play(city, "vk", "stormy")
    with pytest.raises(AssertionError, match="no mood 'sad'"):
        play(city, "vk", "sad")


def test_the_page_begins_a_day_and_says_so(city: SandboxProcess) -> None:
    origin = city.info["control"].removesuffix("/control")
    with loopback.Client(base_url=origin) as resident:
        nothing = resident.post("/day", data={"mood": "calm"})
        city.write_post("telegram", "Каток открыт")
        begun = resident.post("/day", data={"mood": "stormy"})
        page = resident.get("/")
        again = resident.post("/day", data={"mood": "calm"})
        strange = resident.post("/day", data={"mood": "calm"}, headers={"Origin": "https://elsewhere.test"})

    assert nothing.status_code == 400
    assert begun.status_code == 303
    assert again.status_code == 400
    assert strange.status_code == 403
    assert "сначала опубликуйте что-нибудь" in nothing.text
    assert "День идёт" in page.text
    assert "День уже идёт. Подождите" in again.text
