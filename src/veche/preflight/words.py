"""The word lists in `data/`, read with the first text."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """`data/<name>.toml`, parsed."""
    return tomllib.loads((files("veche.preflight") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def listed(key: str, name: str = "names") -> frozenset[str]:
    """The words under `key`, which are kept as lines of text."""
    return frozenset(table(name)[key].split())
