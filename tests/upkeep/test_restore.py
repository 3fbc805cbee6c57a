"""A copy taken under load, restored elsewhere by the real commands: nothing is lost, nothing is sent twice."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import pg, tables
from tests.chaos.worker_processes import Crew
from tests.sandbox_process import SandboxProcess
from tests.upkeep.loaded_cities import SETTINGS
from veche.config.first_start import prepare
from veche.kernel.crypto import Keyring

ROOT = Path(__file__).parents[2]
# A sweep restores under load on PostgreSQL, and without a load on SQLite, in the next test.
ENGINES = [pytest.param("sqlite", marks=pytest.mark.nightly), "postgresql"]


@dataclass
class Place:
    """A machine: its data folder, database, and environment of commands."""

    data: Path
    environment: dict[str, str]

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        process = self.start(*words)
        out, errors = process.communicate()
        return process.returncode, out, errors

    def worker(self, crew: Crew) -> None:
        own = {name: value for name, value in self.environment.items() if name.startswith(("VECHE_", "PYTHONPATH"))}
        crew.wait_until_up(crew.start(**own))


@pytest.fixture
def walls(tmp_path: Path) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as running:
        yield running


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path, walls: SandboxProcess) -> Iterator[list[Place]]:
    """The lost machine, and its replacement."""
    with ExitStack() as stack:
        urls = _databases(stack) if request.param == "postgresql" else ["", ""]
        if request.param == "sqlite":
            tables.found(tmp_path / "old")
        yield [_place(tmp_path / name, url, walls) for name, url in zip(("old", "new"), urls, strict=True)]


def _databases(stack: ExitStack) -> list[str]:
    server = stack.enter_context(pg.cluster(like=pg.with_tables()))
    return [pg.copied(server, pg.TEMPLATE, "first"), server]


def _place(data: Path, url: str, walls: SandboxProcess) -> Place:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "DJANGO_", "PORT"))}
    return Place(
        data,
        {
            **clean,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "veche.config.settings",
            "TOWN_SANDBOX": json.dumps(walls.info),
            "VECHE_LOG_LEVEL": "WARNING",
            "VECHE_DATA": str(data),
            "VECHE_DATABASE_URL": url,
            "VECHE_SANDBOX_URL": walls.info["control"],
            "VECHE_VK_URL": walls.info["vk"]["base"],
            "VECHE_TELEGRAM_URL": walls.info["telegram"]["base"],
        },
    )


@pytest.mark.sweep
@pytest.mark.parametrize("places", ENGINES, indirect=True)
def test_nothing_is_lost_and_nothing_goes_out_twice(places: list[Place], walls: SandboxProcess, tmp_path: Path) -> None:
    old, new = places
    copy, keyring = tmp_path / "copy.zip", tmp_path / "keyring"

    saved_before = _live_through_a_copy(old, copy, keyring, tmp_path)
    before = _wall(walls)
    code, said, errors = new.run("veche.cli", "restore", str(copy), "--keyring", str(keyring))

    assert (code, errors) == (0, "")
    assert said.count("журнал цел") == len(SETTINGS)
    assert "Связка ключей на месте и открывает всё." in said
    assert _files_of(new.data / "media") == _files_of(old.data / "media")
    assert len(_files_of(new.data / "media")) == 1
    with Crew(tmp_path / "new.log") as crew:
        town = new.start("tests.upkeep.loaded_cities", "after")
        assert town.stdout is not None
        first = town.stdout.readline()  # the state before any work
        new.worker(crew)
        out, errors = town.communicate()
    assert (town.returncode, errors) == (0, "")
    restored, looked_up, settled = (json.loads(line) for line in (first, *out.splitlines()))

    # Everything answered by «сохранено» before the copy began is there, and none of it is trusted blindly.
    assert saved_before - set(restored) == set()
    assert set(restored.values()) <= {"unknown", "sent", "confirmed"}
    assert int(re.findall(r"проверим в сетях: (\d+)", said)[0]) >= 8
    # VK was asked and returned posts sent after the copy. A bot cannot read its channel: an unread event tells, or a
    # person does.
    assert {state for title, state in looked_up.items() if title.startswith("vk: вечерняя")} == {"confirmed"}
    assert {state for title, state in looked_up.items() if title.startswith("telegram: вечерняя")} <= {
        "unknown",
        "confirmed",
    }
    # Nothing was sent by itself, and after the release no published post is sent again.
    assert {title: settled[title] for title in settled if "завтрашняя" in title} == {
        "vk: завтрашняя": "planned",
        "telegram: завтрашняя": "planned",
    }
    assert {title: number for title, number in _wall(walls).items() if number != 1} == {}
    assert _wall(walls) == before
    assert {title for title in restored if "завтрашняя" not in title} <= set(before)


@pytest.mark.sweep
@pytest.mark.parametrize("places", ["sqlite"], indirect=True)
def test_without_its_keyring_all_but_the_keys_comes_back(places: list[Place], tmp_path: Path) -> None:
    """Another keyring is named as the cause, and the journal is not called broken."""
    old, new = places
    copy, another = tmp_path / "copy.zip", tmp_path / "keyring"
    made = old.run("tests.upkeep.loaded_cities", "found")
    assert made[0] == 0
    assert made[2] == ""
    assert old.run("veche.cli", "backup", str(copy))[0] == 0

    code, said, errors = new.run("veche.cli", "restore", str(copy))

    assert (code, errors) == (0, "")
    assert "закрыты ключи (аккаунтов: 1), второй шаг входа (людей: 0) и ключи эфира (0)." in said
    prepare(new.data)  # every command begins with it
    assert sorted(path.name for path in new.data.iterdir()) == ["journal-heads", "secret_key", "veche.sqlite3"]

    shutil.rmtree(new.data)
    Keyring.generate().save(another)
    code, said, errors = new.run("veche.cli", "restore", str(copy), "--keyring", str(another))

    assert (code, errors) == (1, "")
    _begun, cause, *journals = said.splitlines()[: 2 + said.count("печати журнала проверить нечем")]
    assert cause.startswith("Связки ключей нет, или она другая: ")
    assert ("НАРУШЕН" in said, len(journals) > 0) == (False, True)
    assert all("Контрольные суммы сходятся" in line for line in journals)


def _live_through_a_copy(old: Place, copy: Path, keyring: Path, folder: Path) -> set[str]:
    """Texts whose saving was answered before the copy began."""
    with Crew(folder / "old.log") as crew:
        town = old.start("tests.upkeep.loaded_cities", "live")
        assert town.stdin is not None
        assert town.stdout is not None
        begun = [town.stdout.readline() for _ in range(8)]  # the tables exist: a worker may start
        old.worker(crew)
        saved = [*begun, *(town.stdout.readline() for _ in range(8))]
        assert town.poll() is None, town.communicate()[1]
        code, _, errors = old.run("veche.cli", "backup", str(copy))
        assert (code, errors) == (0, "")
        shutil.copy2(old.data / "keyring", keyring)  # kept apart, by whatever way
        _, errors = town.communicate()
        assert (town.returncode, errors) == (0, "")
    return {line.removeprefix("saved ").rstrip("\n") for line in saved}


def _files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _wall(walls: SandboxProcess) -> Counter[str]:
    posts = [post for network in ("vk", "telegram") for post in walls.posts(network)]
    return Counter(post["text"] for post in posts if not post["deleted"] and ": " in post["text"])
