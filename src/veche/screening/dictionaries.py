"""Load the data files of `data/`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def data(name: str) -> dict[str, Any]:
    """One file of `data/`, parsed."""
    return tomllib.loads(files(__package__).joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


def around(rule: str, name: str) -> frozenset[str]:
    """One set of words from `data/around.toml`: exact forms that a rule looks for near its word."""
    return frozenset(data("around")[rule][name].split())
