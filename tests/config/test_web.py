"""The web process if another program uses its port."""

from pathlib import Path

import pytest

from tests.config.conftest import Command
from tests.upkeep.stub_server import Front

VECHE = ("-m", "veche.cli")


@pytest.mark.sweep
def test_a_taken_port_is_said_and_ends_it(command: Command, founded: Path) -> None:
    """Otherwise the server would print nothing and wait forever."""
    assert command(*VECHE, "prepare").wait() == 0
    with Front() as other:
        process = command(*VECHE, "web", "--port", str(other.port))
        _, errors = process.communicate()

    assert (process.returncode, errors) == (
        1,
        f"Порт {other.port} на 127.0.0.1 занят другой программой (чей он: ss -ltnp). Сайт не запустился.\n",
    )
