"""One sandbox process for the whole folder; every test gets its own channel, group and bot."""

from collections.abc import Iterator

import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import Bot


@pytest.fixture(scope="session")
def running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: SandboxProcess) -> SandboxProcess:
    """The sandbox without faults, complaints and recorded calls of earlier tests."""
    running_sandbox.ask("DELETE", "all", "traces")
    return running_sandbox


@pytest.fixture
def bot(sandbox: SandboxProcess) -> Iterator[Bot]:
    """A bot with a channel and its discussion group, for one test only."""
    keys = sandbox.add_account("telegram", "Администрация города", new_bot=True)
    with Bot(sandbox, keys) as made:
        yield made


@pytest.fixture
def lonely_bot(sandbox: SandboxProcess) -> Iterator[Bot]:
    """A bot whose channel has no discussion group."""
    keys = sandbox.add_account("telegram", "Администрация района", new_bot=True, linked_group=False)
    with Bot(sandbox, keys) as made:
        yield made
