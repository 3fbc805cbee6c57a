"""`python -m scripts.migrations`: no migration that has landed is ever edited; `--add` records new ones.

Whoever installed Veche has run the file as it was: an edited one leaves a database with other tables than the code's,
and Django does not notice. scripts/migrations.txt holds the SHA-256 of each.
"""

import hashlib
import sys
from pathlib import Path

from scripts.find import ROOT

LIST = ROOT / "scripts" / "migrations.txt"


def present(root: Path = ROOT) -> dict[str, str]:
    """SHA-256 of each migration file by its path under `root`."""
    files = root.glob("src/veche/*/migrations/[!_]*.py")
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def landed(path: Path = LIST) -> dict[str, str]:
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in lines}


def faults(recorded: dict[str, str], there: dict[str, str]) -> list[str]:
    """One sentence for each file that was edited, is gone, or is not recorded yet."""
    said = []
    for name in sorted(recorded.keys() | there.keys()):
        if name not in there:
            said.append(f"{name} has landed and is gone: put it back, and undo it by a new migration.")
        elif name not in recorded:
            said.append(f"{name} is not recorded: run `python -m scripts.migrations --add`.")
        elif recorded[name] != there[name]:
            said.append(f"{name} has landed and was edited: put it back, and change the tables by a new migration.")
    return said


def add() -> None:
    """Record what is new; what is recorded stays as it is."""
    lines = sorted((name, digest) for name, digest in (present() | landed()).items())
    LIST.write_text("".join(f"{digest}  {name}\n" for name, digest in lines), encoding="ascii")


def main(words: list[str]) -> int:
    if words == ["--add"]:
        add()
    said = faults(landed(), present())
    sys.stderr.write("".join(f"{sentence}\n" for sentence in said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
