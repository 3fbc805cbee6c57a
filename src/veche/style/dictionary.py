"""The dictionaries beside this file, read once, when the first text comes."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from veche.style.phrases import Phrases


@cache
def table(name: str) -> dict[str, Any]:
    """`data/<name>.toml`."""
    return tomllib.loads((files("veche.style") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def phrases(name: str) -> Phrases:
    return Phrases(table(name)["entries"])
