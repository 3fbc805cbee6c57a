"""`veche run` with everything it starts."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.config.conftest import Command
from tests.waiting import wait_until

RUN = ("-m", "veche.cli", "run")


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.sweep
@pytest.mark.timeout(180)  # the first start seeds the city
def test_the_demo_starts_answers_heals_and_stops(command: Command, tmp_path: Path) -> None:
    running = command(*RUN, "--demo", "--print-pids", PORT="0")
    assert running.stdout is not None
    populating, site, doors, sandbox, pids = (running.stdout.readline().strip() for _ in range(5))
    address = site.removeprefix("Вече работает: http://").rstrip("/")
    processes = json.loads(pids)

    assert populating == "Населяем учебный город, это несколько секунд."
    assert doors == f"Войти без пароля, за любого: http://{address}/demo/"
    assert "Войти:" in _get(address, "/demo/")[1]
    assert (site[:20], sandbox[:15]) == ("Вече работает: http:", "Учебные сети: h")
    assert set(processes) == {"supervisor", "sandbox", "web", "worker"}
    assert _get(address, "/readyz") == (200, "ok\n")
    assert _get(address, "/healthz") == (200, "ok\n")
    assert _get(address, "/me/login/")[0] == 200
    assert _modes(tmp_path / "data") == set()

    os.kill(processes["web"], signal.SIGKILL)
    wait_until(lambda: not _answers(address), seconds=5)
    wait_until(lambda: _answers(address))

    running.send_signal(signal.SIGTERM)
    assert running.wait(30) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in processes.values())
    assert not _answers(address)


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
        ({}, "Учебный город не ходит в настоящие сети, а vk смотрит на https://api.vk.ru."),
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


def test_an_installation_that_fails_its_checks_does_not_start(command: Command, founded: Path) -> None:
    (founded / "secret_key").chmod(0o644)

    words = _refusal(command(*RUN, PORT="0"))

    assert f"Файл {founded / 'secret_key'} доступен не только владельцу." in words
    assert words.endswith("Вече не запустилось, причина выше. Данные целы: устраните её и запустите ещё раз.\n")


def _refusal(process: subprocess.Popen[str]) -> str:
    _, words = process.communicate(timeout=30)
    assert process.returncode == 1
    return words


def _get(address: str, path: str) -> tuple[int, str]:
    host, port = address.split(":")
    with closing(HTTPConnection(host, int(port), timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _answers(address: str) -> bool:
    try:
        return _get(address, "/healthz")[0] == 200
    except OSError:
        return False


def _modes(data: Path) -> set[str]:
    """Files readable by others on the machine, without public static files. Files may appear and vanish meanwhile."""
    private = (path for path in [data, *data.rglob("*")] if data / "static" not in path.parents)
    return {path.name for path in private if _others_may(path)}


def _others_may(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & 0o077)
    except FileNotFoundError:
        return False
