"""Reserved characters in a password are percent-encoded (docs/going-live.md)."""

from pathlib import Path
from urllib.parse import quote

import pytest

from veche.config.databases import WORKER_STATEMENTS, database, keep_few_statements


@pytest.mark.parametrize("password", ["100%", "p%40ss", "a@b:c/d#e?f g", "пароль"])
def test_each_sign_of_a_password_arrives(password: str) -> None:
    read = database(f"postgres://veche:{quote(password, safe='')}@127.0.0.1:5432/veche", Path("/none"))

    assert read["USER"] == "veche"
    assert read["PASSWORD"] == password
    assert read["HOST"] == "127.0.0.1"
    assert read["NAME"] == "veche"


def test_a_worker_keeps_few_statements_where_the_database_has_such_an_option(tmp_path: Path):
    both = {"default": database("", tmp_path), "other": database("postgres://veche@localhost/veche", tmp_path)}
    keep_few_statements(both)
    options = {name: one["OPTIONS"].get("cached_statements") for name, one in both.items()}
    assert options == {"default": WORKER_STATEMENTS, "other": None}
