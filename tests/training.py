"""The training networks for tests of the rooms: one process for all, and the settings that point to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain import clients


@pytest.fixture(scope="session")
def networks_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3") as running:
        yield running


@pytest.fixture
def sandbox(networks_process: SandboxProcess, settings: Settings, tmp_path: Path) -> Iterator[SandboxProcess]:
    settings.NETWORKS = {
        slug: {"url": networks_process.info[slug]["base"], "proxy": "", "ca": ""} for slug in networks_process.networks
    }
    settings.SANDBOX_URL = networks_process.info["control"]
    settings.MEDIA_ROOT = tmp_path / "media"
    clients.http.cache_clear()
    clients.keyring.cache_clear()
    yield networks_process
    networks_process.clear_all_faults()
    assert networks_process.all_complaints() == []
