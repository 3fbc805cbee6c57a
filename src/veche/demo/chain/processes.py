"""Start the processes of `make run` in a folder of their own."""

import json
import os
import signal
import socket  # noqa: TID251 -- asks this machine for a free port, calls nobody
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STOP_SECONDS = 20


class DidNotStart(Exception):
    """The program did not start. The text is its last output."""


@dataclass(frozen=True, slots=True)
class Running:
    site: str
    sandbox: str
    pids: dict[str, int]


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """Run web, worker and sandbox; end them by SIGTERM."""
    environment = {**os.environ, "VECHE_DATA": str(data), "VECHE_DEMO": "1", "PORT": str(_free_port())}
    command = (sys.executable, "-m", "veche.cli", "run", "--demo", "--print-pids")
    # The log goes into a file beside the data, so that it does not interrupt the table.
    with (data / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)  # noqa: S603
        try:
            yield _started(process, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_SECONDS)
            if process.stdout:
                process.stdout.close()


def _started(process: "subprocess.Popen[str]", data: Path) -> Running:
    """The addresses and process ids, which the program prints when the first page answers."""
    said = []
    for line in process.stdout or ():
        said.append(line.strip())
        if line.startswith("{"):
            site, sandbox = (_address(said, words) for words in ("Вече работает: ", "Учебные сети: "))
            return Running(site, sandbox, json.loads(line))
    raise DidNotStart("\n".join([*said[-3:], (data / "log.txt").read_text(encoding="utf-8")[-2000:]]))


def _address(said: list[str], words: str) -> str:
    return next(line.removeprefix(words).rstrip("/") for line in said if line.startswith(words))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
