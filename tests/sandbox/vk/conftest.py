"""One sandbox for all tests of the dialect, a community of its own for each."""

from collections.abc import Iterator

import pytest

from tests.sandbox.vk.world import World
from tests.sandbox_process import SandboxProcess


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("vk") / "sandbox.sqlite3") as sandbox:
        yield sandbox


@pytest.fixture
def vk(running: SandboxProcess) -> World:
    running.clear_faults("vk")
    running.ask("DELETE", "vk", "complaints")
    running.ask("DELETE", "vk", "calls")
    return World(running, running.info["vk"]["base"], running.add_account("vk", "Администрация города"))


@pytest.fixture
def neighbour(running: SandboxProcess) -> World:
    """Another city's community."""
    return World(running, running.info["vk"]["base"], running.add_account("vk", "Администрация соседнего города"))
