"""A running city: the training networks, web and worker as real processes, in a fresh data folder."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.alarms.mail_server import MailServer
from tests.e2e.seed import PLACES
from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from tests.tables import found

ROOT = Path(__file__).parents[2]


class City:
    """`with City(folder) as city:`.

    `cast`: e-mail and TOTP secret of everybody in `seed.CAST`; `sessions`: cookies of those who have signed in; `told`:
    the lines of `veche run`. On leaving, `veche run` must end well.
    """

    _command: tuple[str, ...] = ("run",)

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.cast: dict[str, dict[str, str]] = {}
        self.sessions: dict[str, list[Any]] = {}
        self.signed_in_at: dict[str, float] = {}
        self.told: list[str] = []
        self.sandbox = SandboxProcess(folder / "sandbox.sqlite3", port=free_port())
        self._log = folder / "veche.log"
        self._running: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.sandbox.start()
            found(self.data)
            self.cast = self._seed()
            self.start(VECHE_DEMO="0", **self._networks)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def supervisor(self) -> int | None:
        """The process of `veche run`."""
        return self._running.pid if self._running else None

    @property
    def walls(self) -> str:
        """The address of the training networks' public page."""
        base: str = self.sandbox.info["control"].removesuffix("/control")
        return base

    def wall(self, network: str) -> str:
        info: dict[str, Any] = self.sandbox.info[network]
        return f"{self.walls}/wall/{network}/{info[PLACES[network][0]]}"

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def start(self, **environment: str) -> None:
        """Start and wait until the first page answers."""
        with self._log.open("w", encoding="utf-8") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "veche.cli", *self._command],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
                env=self._environment | environment,
            )
        for line in self._running.stdout or ():
            self.told.append(line)
            if line.startswith("Остановить"):
                return
        raise RuntimeError(f"the city did not start: {self.told}{self.log}")

    def stop(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGTERM)
            self._running.communicate()
        self.sandbox.__exit__(None, None, None)
        assert self._running is None or self._running.returncode == 0

    @property
    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "PORT"))}
        return {
            **clean,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "PORT": str(self.port),
            "VECHE_DATA": str(self.data),
        }

    @property
    def _networks(self) -> dict[str, str]:
        bases = {f"VECHE_{network.upper()}_URL": self.sandbox.info[network]["base"] for network in PLACES}
        return {"VECHE_SANDBOX_URL": self.walls, **bases}

    def _seed(self) -> dict[str, dict[str, str]]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.e2e.seed"],
            input=json.dumps(self.sandbox.info),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            env=self._environment | self._networks,
        )
        cast: dict[str, dict[str, str]] = json.loads(done.stdout)
        return cast


class DemoCity(City):
    """The demo city of `make run` with a mail server; it starts its training networks itself, and people sign in by
    its buttons. `processes`: their ids by name.
    """

    _command = ("run", "--print-pids")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.mail = MailServer()

    def __enter__(self) -> Self:
        found(self.data)
        self.mail.__enter__()
        self.start(VECHE_DEMO="1", VECHE_EMAIL_URL=f"smtp://127.0.0.1:{self.mail.port}")
        self.sandbox.info = json.loads((self.data / "sandbox.json").read_text(encoding="utf-8"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.mail.__exit__(kind, error, trace)

    @property
    def processes(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(next(line for line in self.told if line.startswith("{")))
        return found
