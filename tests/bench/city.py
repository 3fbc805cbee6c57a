"""The demo city as started by `make run`, in its own data folder, with a browser for each role."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

from tests.ports import free_port
from veche.demo.chain.sandbox_client import NETWORKS

ROOT = Path(__file__).parents[2]
# The recipe of `make run` that also prints the pids.
RUN = "make -s setup && exec .venv/bin/veche run --demo --print-pids"
START_SECONDS = 180
STOP_SECONDS = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class City:
    """`with City(folder) as city:`; `first_page`: seconds from the command to the first page."""

    def __init__(self, data: Path, *, port: int = 0, settings: dict[str, str] | None = None) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.first_page = 0.0
        self.pids: dict[str, int] = {}
        self.environment = clean_environment(VECHE_DATA=str(data), PORT=str(self.port), **(settings or {}))
        self._log = data.with_suffix(".log")

    def __enter__(self) -> Self:
        started = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", RUN], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait(self._answers)
        self.first_page = time.monotonic() - started
        self._wait(self._told_pids)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            sys.stderr.write(self._log.read_text(encoding="utf-8")[-3000:])
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(STOP_SECONDS)

    def browser(self, role: str) -> httpx2.Client:
        """A client signed in by the demo's own button."""
        client = httpx2.Client(base_url=self.url, timeout=30, trust_env=False)
        found = TOKEN.search(client.get("/demo/").text)
        if found is None:
            raise SystemExit("the demo's doors show no form")
        answer = client.post(f"/demo/sign-in/{role}/", data={"csrfmiddlewaretoken": found[1]})
        if answer.status_code != 302:
            raise SystemExit(f"the door of {role} answered {answer.status_code}")
        return client

    def comments(self) -> list[str]:
        """Comments of residents as the training networks return them."""
        told = json.loads((self.data / "sandbox.json").read_text(encoding="utf-8"))
        asked = [httpx2.get(f"{told['control']}/{network}/comments").json() for network in NETWORKS]
        return [comment["text"] for comments in asked for comment in comments]

    def _answers(self) -> bool:
        """Whether the first page answers."""
        try:
            return bool(httpx2.get(self.url, follow_redirects=True, timeout=5).status_code == 200)
        except httpx2.TransportError:
            return False

    def _told_pids(self) -> bool:
        lines = self._log.read_text(encoding="utf-8").splitlines()
        told: list[dict[str, Any]] = [json.loads(line) for line in lines if line.startswith('{"supervisor"')]
        self.pids = told[-1] if told else {}
        return bool(told)

    def _wait(self, condition: Any) -> None:
        until = time.monotonic() + START_SECONDS
        while not condition():
            if self._process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the city did not start:\n{self._log.read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.02)


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without VECHE_ settings of the shell."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("VECHE_")}
    return own | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | more
