import json
from importlib.metadata import version
from pathlib import Path

import pytest

from tests import tables
from tests.config.conftest import Command, command
from veche import cli

__all__ = ["command"]

VECHE = ("-m", "veche.cli")


def test_it_names_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert (cli.main(["--version"]), capsys.readouterr().out) == (0, f"veche {version('veche')}\n")


def test_without_a_command_it_says_where_to_find_one(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main([])

    assert (code, capsys.readouterr().err) == (
        2,
        "Назовите команду: veche run, veche worker, … Все команды: veche --help\n",
    )


def test_manage_passes_everything_on_to_django(command: Command, tmp_path: Path) -> None:
    process = command(*VECHE, "manage", "migrate", "--skip-checks", "--plan", "auth", "0001")

    out, errors = process.communicate()

    assert (process.returncode, errors) == (0, "")
    assert out.startswith("Planned operations:\ncontenttypes.0001_initial\n")
    assert (tmp_path / "data" / "keyring").stat().st_mode & 0o077 == 0


@pytest.mark.sweep
def test_the_help_of_a_django_command_is_djangos(command: Command) -> None:
    out, _ = command(*VECHE, "manage", "migrate", "--help").communicate()

    assert out.startswith("usage: veche manage migrate")


@pytest.mark.sweep
def test_prepare_may_be_called_again(command: Command, tmp_path: Path) -> None:
    """That it makes the tables is shown by tests/upkeep/test_init.py."""
    tables.found(tmp_path / "data")

    codes = [_ended(command(*VECHE, "prepare")) for _ in range(2)]

    assert codes == [(0, ""), (0, "")]
    assert (tmp_path / "data" / "veche.sqlite3").stat().st_mode & 0o077 == 0


def test_the_sandbox_tells_where_it_is_and_stops(command: Command, tmp_path: Path) -> None:
    process = command(*VECHE, "sandbox", "--db", str(tmp_path / "sandbox.sqlite3"), "--json")
    assert process.stdout is not None

    told = json.loads(process.stdout.readline())
    process.terminate()

    assert set(told) == {"control", "telegram", "vk", "ok", "max"}
    assert process.wait(60) == 0


def _ended(process) -> tuple[int, str]:
    _, errors = process.communicate()
    return process.returncode, errors


@pytest.mark.sweep
def test_who_reads_only_the_beginning_sees_no_traceback(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "c.txt"
    file.write_text("Спасибо за каток\n" * 5_000, encoding="utf-8")
    process = command(*VECHE, "screen", str(file), "--json")

    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    process.wait()

    assert process.stderr
    assert (process.returncode, "Traceback" in process.stderr.read()) == (cli.BROKEN_PIPE, False)
