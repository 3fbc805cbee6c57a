"""`make lock`: compile requirements/*.txt from pyproject.toml and requirements/*.in, with hashes, without an address.

Versions stay as they are locked unless a name or a bound changed. Options go to uv, for example
`python3 -m scripts.lock --upgrade-package django`.
"""

from __future__ import annotations

import sys

from scripts import bring

COMPILE = (
    *("pip", "compile", "-q", "--universal", "--python-version", "3.12"),
    *("--generate-hashes", "--no-emit-index-url", "--no-header"),
)
_RUN = ("pyproject.toml", "requirements/build.in")
# The lists that each lock is compiled from. `build` is the backend that makes the command `veche`.
SOURCES = {
    "run": _RUN,
    "dev": (*_RUN, "requirements/dev.in"),
    "bench": ("requirements/bench.in",),
    "train": ("requirements/train.in",),
    "node": ("requirements/node.in",),
    "uv": ("requirements/uv.in",),
}
# `make test` runs the versions that `make run` installs, and a model is trained on the word forms it will read.
CONSTRAINTS = dict.fromkeys(("dev", "train"), ("-c", "requirements/run.txt"))


def compile_lock(name: str, *options: str) -> bool:
    """Return whether uv has written requirements/`name`.txt."""
    bring.say(f"locking requirements/{name}.txt")
    words = (*COMPILE, *SOURCES[name], *CONSTRAINTS.get(name, ()), "-o", f"requirements/{name}.txt", *options)
    return bring.run(bring.uv(), *words)


if __name__ == "__main__":
    sys.exit(0 if all(compile_lock(name, *sys.argv[1:]) for name in SOURCES) else 1)
