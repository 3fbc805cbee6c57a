"""The training networks as a real process, for every test that needs a network to talk to.

with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
    sandbox.info["telegram"]["base"]       # the JSON line of `veche sandbox --json`
    sandbox.posts("vk")                    # what really stands on the walls
    sandbox.write_comment("vk", 5, "Анна", "Когда починят дорогу?")
    sandbox.fault("telegram", "sendMessage", "lost_after_apply", times=1, seconds=0)
"""

import base64
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests import loopback

SOURCE = Path(__file__).parent.parent / "src"
START_SECONDS = 120.0


class SandboxProcess:
    """Starts on entering, ends by SIGTERM on leaving. `options`: of the command line, such as `--strict-rates`."""

    _may_hold_faults = False

    def __init__(self, db: Path, *options: str, port: int = 0) -> None:
        self.db = db
        self.info: dict[str, Any] = {}
        self._command = [
            sys.executable,
            "-m",
            "veche_sandbox",
            "--port",
            str(port),
            "--db",
            str(db),
            "--json",
            *options,
        ]
        self._process: subprocess.Popen[str] | None = None
        self._line = loopback.Line()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self.stop()

    def start(self) -> None:
        """Start, also after `stop()`: with the same file and tokens, on a new port unless one was given."""
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True, env=environment)
        alarm = threading.Timer(START_SECONDS, self._process.kill)
        alarm.start()
        line = self._process.stdout.readline() if self._process.stdout else ""
        alarm.cancel()
        if not line:
            raise RuntimeError("the sandbox did not start; its own words stand above")
        self.info = json.loads(line)

    def stop(self) -> int:
        """Stop and return the exit code, 0 after a clean end."""
        if self._process is None:
            return 0
        self._process.terminate()
        code = self._process.wait(60)
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
        return code

    @property
    def networks(self) -> list[str]:
        return [name for name in self.info if name != "control"]

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("the sandbox is not running")
        return self._process.pid

    def ask(
        self,
        method: str,
        network: str,
        path: str,
        body: dict[str, Any] | None = None,
        query: dict[str, Any] | None = None,
    ) -> Any:
        """One call of the control API; an error answer raises with its sentence."""
        url = f"{self.info['control']}/{network}/{path}"
        self._may_hold_faults |= (method, path) == ("POST", "faults")
        status, answer = self._line.ask(method, url, body, query)
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {answer.decode()}")
        return json.loads(answer)

    def posts(self, network: str, account: int | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", network, "posts", query={"account": account} if account else None)
        return found

    def comments(self, network: str, *, details: bool = False) -> list[dict[str, Any]]:
        """`details` adds account, author_id, photos, reply_to and thread."""
        found: list[dict[str, Any]] = self.ask("GET", network, "comments", query={"details": 1} if details else None)
        return found

    def write_post(self, network: str, text: str, photos: list[bytes] | None = None, **more: Any) -> dict[str, Any]:
        """Publish as an administrator; `more`: account."""
        pictures = [base64.b64encode(photo).decode() for photo in photos or []]
        made: dict[str, Any] = self.ask("POST", network, "posts", {"text": text, "photos": pictures, **more})
        return made

    def write_comment(
        self, network: str, post_id: int | str, author: str, text: str, photos: list[bytes] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Comment as a resident; `more`: account, reply_to."""
        pictures = [base64.b64encode(photo).decode() for photo in photos or []]
        body = {"post_id": post_id, "author": author, "text": text, "photos": pictures, **more}
        made: dict[str, Any] = self.ask("POST", network, "comments", body)
        return made

    def fault(
        self, network: str, method: str, fault: str, *, times: int = 1, seconds: float = 0, code: str = ""
    ) -> None:
        order = {"method": method, "fault": fault, "times": times, "seconds": seconds, "code": code or None}
        self.ask("POST", network, "faults", order)

    def clear_faults(self, network: str) -> None:
        self.ask("DELETE", network, "faults")

    def complaints(self, network: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.ask("GET", network, "complaints")
        return found

    def clear_all_faults(self) -> None:
        """In one request, or in none if none was ordered."""
        if self._may_hold_faults:
            self.ask("DELETE", "all", "faults")
        self._may_hold_faults = False

    def all_complaints(self) -> list[dict[str, str]]:
        found: dict[str, list[dict[str, str]]] = self.ask("GET", "all", "complaints")
        return [complaint for complaints in found.values() for complaint in complaints]

    def calls(self, network: str, method: str | None = None) -> list[dict[str, Any]]:
        """All calls so far: method, time, token_kind, fault, outcome."""
        found: list[dict[str, Any]] = self.ask("GET", network, "calls", query={"method": method} if method else None)
        return found

    def add_account(self, network: str, title: str, **more: Any) -> dict[str, Any]:
        """Add an account and return its keys, as in the JSON line; `more` for Telegram: linked_group, new_bot."""
        made: dict[str, Any] = self.ask("POST", network, "accounts", {"title": title, **more})
        return made

    def revoke_token(self, network: str, token: str) -> None:
        self.ask("POST", network, "tokens/revoke", {"token": token})
