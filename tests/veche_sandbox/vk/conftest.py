"""A client of the dialect; each test has its own community."""

from collections.abc import Iterator

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.vk.world import World


@pytest.fixture(scope="session")
def http() -> Iterator[httpx2.Client]:
    """One client for all tests: creating one takes longer than a call."""
    with loopback.Client() as client:
        yield client


@pytest.fixture
def vk(running_sandbox: SandboxProcess, http: httpx2.Client) -> World:
    running_sandbox.ask("DELETE", "vk", "traces")
    return World(running_sandbox, http, running_sandbox.add_account("vk", "Администрация города"))


@pytest.fixture
def neighbour(running_sandbox: SandboxProcess, http: httpx2.Client) -> World:
    """The community of another city."""
    return World(running_sandbox, http, running_sandbox.add_account("vk", "Администрация соседнего города"))
