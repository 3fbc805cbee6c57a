"""`veche run` refuses what it cannot start; tests/e2e/test_demo_start.py starts all of it."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.conftest import Command

RUN = ("-m", "veche.cli", "run")


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_named(command: Command, busy_port: int) -> None:
    words = _refusal(command(*RUN, "--port", str(busy_port)))

    assert words == (
        f"Порт {busy_port} занят другой программой. "
        f"Остановите её или возьмите другой: PORT={busy_port + 10} veche run.\n"
    )


def test_a_demo_shows_itself_to_this_machine_only(command: Command, tmp_path: Path) -> None:
    words = _refusal(command(*RUN, "--demo", PORT="0", VECHE_HOST="0.0.0.0"))

    assert words == (
        "Учебный город показывает себя только этому компьютеру, а VECHE_HOST=0.0.0.0. "
        "Уберите VECHE_HOST или запустите без VECHE_DEMO.\n"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("part", ["web", pytest.param("worker", marks=pytest.mark.sweep)])
@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"VECHE_HOST": "0.0.0.0"}, "Учебный город слушает только этот компьютер, а VECHE_HOST=0.0.0.0."),
        pytest.param(
            {},
            "Учебный город не ходит в настоящие сети, а vk смотрит на https://api.vk.ru.",
            marks=pytest.mark.sweep,
        ),
    ],
)
def test_a_demo_keeps_to_itself_also_when_its_parts_are_started_alone(
    command: Command, part: str, chosen: dict[str, str], why: str
) -> None:
    words = _refusal(command("-m", "veche.cli", part, VECHE_DEMO="1", PORT="0", **chosen))

    assert why in words
    assert words.endswith("Не запустилось: учебный город и настоящая установка не встречаются. Ничего не изменено.\n")


def test_a_wrong_setting_is_named(command: Command) -> None:
    assert _refusal(command(*RUN, PORT="eighty")) == "Настройка неверна: PORT=eighty: нужно целое число.\n"


@pytest.mark.sweep
def test_an_installation_that_fails_its_checks_does_not_start(command: Command, founded: Path) -> None:
    (founded / "secret_key").chmod(0o644)

    words = _refusal(command(*RUN, PORT="0"))

    assert f"Файл {founded / 'secret_key'} доступен не только владельцу." in words
    assert words.endswith("Вече не запустилось, причина выше. Данные целы: устраните её и запустите ещё раз.\n")


def _refusal(process: subprocess.Popen[str]) -> str:
    _, words = process.communicate()
    assert process.returncode == 1
    return words
