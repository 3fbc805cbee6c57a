"""A client of the dialect; each test has its own group."""

from collections.abc import Iterator

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.ok.world import World


@pytest.fixture(scope="session")
def http() -> Iterator[httpx2.Client]:
    with loopback.Client() as client:
        yield client


@pytest.fixture
def ok(running_sandbox: SandboxProcess, http: httpx2.Client) -> World:
    running_sandbox.ask("DELETE", "ok", "traces")
    return World(running_sandbox, http, running_sandbox.add_account("ok", "Администрация города"))
