"""The product's site as a process for networks with webhooks, and an account subscribed to them."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from django.test import override_settings

from tests.chaos.city import City
from tests.waiting import wait_until

START_SECONDS = 60.0


class Site:
    def __init__(self, log: Path) -> None:
        self._log, self._port = log.open("ab"), int(os.environ["PORT"])

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "veche.cli", "web"]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        wait_until(self._listens, seconds=START_SECONDS, otherwise=lambda: "the site does not come up")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def be_called(city: City) -> None:
    """Choose «Пусть сеть присылает сама»; a training installation may use an address of this machine."""
    from veche.accounts.domain.webhook_subscription import want_webhook

    with override_settings(DEMO=True):
        want_webhook(account=city.account, by=city.person, wanted=True)

    def is_told() -> bool:
        city.account.refresh_from_db()
        return city.account.webhook_since is not None

    wait_until(
        is_told,
        seconds=START_SECONDS,
        otherwise=lambda: f"{city.network} was not told where to call: {city.account.trouble}",
    )
