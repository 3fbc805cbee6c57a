"""The packages that the locks of requirements/ pin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n[ \t]+.*)*)", re.MULTILINE)

# uv writes «veche (pyproject.toml)» beside what pyproject.toml names.
OURS = "veche"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Pinned:
    """`sha256`: of each file that may be installed; `wanted_by`: the packages of the same lock that need it;
    `direct`: we name it ourselves."""

    name: str
    version: str
    sha256: tuple[str, ...]
    wanted_by: tuple[str, ...]
    direct: bool


def pinned(*names: str) -> list[Pinned]:
    """Of the locks called so (`run` for requirements/run.txt), each package once, by name."""
    texts = [(find.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    found = {(one.name, one.version): one for one in read(texts)}
    return [found[key] for key in sorted(found)]


def read(texts: Iterable[str]) -> Iterator[Pinned]:
    for text in texts:
        for entry in _ENTRY.finditer(text):
            words = " ".join(re.findall(r"# (.*)", entry["rest"])).split()
            yield Pinned(
                entry["name"],
                entry["version"],
                tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry["rest"])),
                tuple(word for word in words if word not in {"via", OURS} and _NAME.fullmatch(word)),
                not {"-r", OURS}.isdisjoint(words),
            )
