"""`veche run`: everything an administration needs, in one command. Imports no Django."""

import json
import os
import socket  # noqa: TID251 -- asks this machine's own port, not the outside
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from veche.config.environment import data_folder, flag, number, text, variable_of
from veche.config.supervisor import Program, Supervisor
from veche.kernel.guard import LOOPBACK
from veche.networks.registry import NETWORKS

SANDBOX_SECONDS = 120
# The C library gives each thread a heap of its own otherwise, and what one has freed no other may use; and it learns to
# keep large pieces that were given back, unless a limit is named (8 MB less once the models are read). Of each line of
# code Python keeps the columns, only to draw ^^^^ under them in a traceback.
FRUGAL = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "PYTHONNODEBUGRANGES": "1"}
FIRST_PAGE_SECONDS = 300


class CannotRun(Exception):
    """The text is Russian: why it did not start and what to do."""


def run(*, print_pids: bool = False) -> int:
    """Start all and look after it until SIGTERM or Ctrl+C; the exit code."""
    host, data, demo = text("VECHE_HOST"), data_folder(), flag("VECHE_DEMO")
    port = number("PORT") or _free_port()
    os.environ["PORT"] = str(port)
    try:
        _refuse(host, port, demo)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Supervisor(tell=_tell) as supervisor:
            environment = _start_sandbox(supervisor, data, port) if demo else {}
            _prepare(supervisor, environment)
            supervisor.start(_veche("web", environment))
            supervisor.start(_veche("worker", environment))
            _announce(supervisor, host, port, environment, print_pids=print_pids)
            supervisor.watch()
    except CannotRun as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _refuse(host: str, port: int, demo: bool) -> None:
    if demo and host not in LOOPBACK:
        raise CannotRun(
            f"Учебный город показывает себя только этому компьютеру, а VECHE_HOST={host}. "
            "Уберите VECHE_HOST или запустите без VECHE_DEMO."
        )
    if not is_free(host, port):
        raise CannotRun(
            f"Порт {port} занят другой программой. Остановите её или возьмите другой: PORT={port + 10} veche run."
        )


def _prepare(supervisor: Supervisor, environment: dict[str, str]) -> None:
    if supervisor.run_once(_veche("prepare", environment)):
        raise CannotRun("Вече не запустилось, причина выше. Данные целы: устраните её и запустите ещё раз.")


def _start_sandbox(supervisor: Supervisor, data: Path, port: int) -> dict[str, str]:
    """Start the training networks; the settings that lead web and worker to them."""
    line = data / "sandbox.json"
    line.unlink(missing_ok=True)
    chosen = _sandbox_port(data, port)
    options = ("--port", str(chosen), "--db", str(data / "sandbox.sqlite3"), "--city", text("VECHE_CITY"), "--json")
    # The walls tell the hours of the city, not of the machine.
    hours = {"TZ": text("VECHE_TIME_ZONE")}
    supervisor.start(_veche("sandbox", hours, *options, output=line, outlives=True))
    if not supervisor.wait_until(lambda: _is_whole_line(line), seconds=SANDBOX_SECONDS):
        raise CannotRun("Учебные сети не ответили за две минуты. Посмотрите сообщения выше и запустите ещё раз.")
    told = json.loads(line.read_text(encoding="utf-8"))
    walls = told["control"].removesuffix("/control")
    found = {"VECHE_SANDBOX_URL": walls}
    for slug, network in NETWORKS.items():
        if slug in told:
            found[variable_of(slug, "URL")] = told[slug]["base"]
            found[variable_of(slug, "PAGES")] = f"{walls}/{urlsplit(network.pages.home).hostname}"
    return found


def _sandbox_port(data: Path, port: int) -> int:
    """The same at each start, because addresses inside the training networks are kept; at first the site's plus one."""
    kept = data / "sandbox.port"
    wanted = int(kept.read_text(encoding="ascii")) if kept.exists() else port + 1
    chosen = wanted if is_free("127.0.0.1", wanted) else _free_port()
    kept.write_text(str(chosen), encoding="ascii")
    return chosen


def _announce(supervisor: Supervisor, host: str, port: int, environment: dict[str, str], *, print_pids: bool) -> None:
    """Print the site's address once it answers."""
    if not supervisor.wait_until(lambda: _answers(host, port), seconds=FIRST_PAGE_SECONDS):
        raise CannotRun("Сайт не ответил за пять минут. Посмотрите сообщения выше и запустите ещё раз.")
    _tell(f"Вече работает: http://{_shown(host)}:{port}/")
    if flag("VECHE_DEMO"):
        _tell(f"Войти без пароля, за любого: http://{_shown(host)}:{port}/demo/")
    if sandbox := environment.get("VECHE_SANDBOX_URL"):
        _tell(f"Учебные сети: {sandbox}/")
    if print_pids:
        _tell(json.dumps({"supervisor": os.getpid(), **supervisor.pids}))
    _tell("Остановить: Ctrl+C.")


def _veche(
    command: str, environment: dict[str, str], *options: str, output: Path | None = None, outlives: bool = False
) -> Program:
    words = (sys.executable, "-m", "veche.cli", command, *options)
    return Program(command, words, FRUGAL | environment, output=output, outlives=outlives)


def _is_whole_line(path: Path) -> bool:
    return path.exists() and path.read_bytes().endswith(b"\n")


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(host: str, port: int) -> bool:
    """Whether the sign-in page is served."""
    with suppress(OSError), socket.create_connection((_shown(host), port), timeout=5) as page:
        page.sendall(f"GET /me/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        return page.recv(12).startswith(b"HTTP/1.1 ")
    return False


def _shown(host: str) -> str:
    """An address to connect to; loopback for one that listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)  # noqa: S104 -- compared, not bound


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
