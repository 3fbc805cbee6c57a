"""snac, a small real server with Mastodon's API, from Debian's package: started for a test and stopped after it.

It serves HTTP on the loopback interface and has two accounts, the city and Anna.
"""

import json
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

from scripts import find
from tests import loopback
from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until

CITY, ANNA = "gorod", "anna"
START_SECONDS = 120.0
LEFT_OUT = "snac is not here: name it in VECHE_SNAC, or run make setup-test on Debian; Mastodon was not tried on it"


class Snac:
    """`with Snac(folder) as snac: snac.base, snac.tokens[CITY]`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder / "snac", free_port()
        self.base = f"http://127.0.0.1:{self._port}"
        self.tokens: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        host = f"127.0.0.1:{self._port}"
        self._run("init", answers=f"127.0.0.1\n{self._port}\n{host}\n\n\n")
        settings = self._folder / "server.json"
        settings.write_text(json.dumps({**json.loads(settings.read_text()), "protocol": "http"}))
        passwords = {name: self._add(name) for name in (CITY, ANNA)}
        self._server = subprocess.Popen(
            [str(find.snac()), "httpd", str(self._folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._answers, seconds=START_SECONDS, otherwise=lambda: "snac does not answer")
        self.tokens = {name: self._token(name, password) for name, password in passwords.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(30)

    def ask(self, method: str, path: str, body: Any = None, *, who: str = ANNA) -> Any:
        """One API call by one of its accounts."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        answer = httpx2.request(method, self.base + path, headers=headers, json=body, timeout=20, trust_env=False)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def wall(self) -> list[dict[str, Any]]:
        """Statuses of the city, newest first."""
        me = self.ask("GET", "/api/v1/accounts/verify_credentials", who=CITY)
        found: list[dict[str, Any]] = self.ask("GET", f"/api/v1/accounts/{me['id']}/statuses?limit=40", who=CITY)
        return found

    def _run(self, command: str, *more: str, answers: str = "") -> str:
        done = subprocess.run(
            [str(find.snac()), command, str(self._folder), *more],
            input=answers,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=True,
        )
        return done.stdout

    def _add(self, name: str) -> str:
        said = re.search(r"password is (\S+)", self._run("adduser", name))
        assert said is not None
        return said[1]

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.base}/api/v1/instance", timeout=5, trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    def _token(self, name: str, password: str) -> str:
        """Get a token through the form of its own page."""
        form = {"login": name, "passwd": password}
        answer = httpx2.post(f"{self.base}/oauth/x-snac-get-token", data=form, timeout=20, trust_env=False)
        said = re.search(r"[0-9a-f]{32}", answer.text)
        assert said is not None, answer.text
        return said[0]


class SnacProcess(SandboxProcess):
    """snac in place of the sandbox networks, for tests that order no faults and only read the wall."""

    def __init__(self, folder: Path) -> None:
        self.info = {}
        self._line = loopback.Line()
        self._snac = Snac(folder)

    def start(self) -> None:
        self._snac.__enter__()
        me = self._snac.ask("GET", "/api/v1/accounts/verify_credentials", who=CITY)
        keys = {"account_id": me["id"], "username": CITY, "token": self._snac.tokens[CITY]}
        self.info = {"control": self._snac.base, "mastodon": {"base": self._snac.base, **keys}}

    def stop(self) -> int:
        self._snac.__exit__(None, None, None)
        return 0

    @property
    def networks(self) -> list[str]:
        return ["mastodon"]

    def posts(self, network: str, account: int | None = None) -> list[dict[str, Any]]:
        assert network == "mastodon"
        return [{"id": one["id"], "text": one["text"], "deleted": False} for one in self._snac.wall()]
