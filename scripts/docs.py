"""`make docs`: what the documents name exists — linked files and headings, sources, settings, make targets; prose is
wrapped.

The documents are plain Markdown and are read where they lie; settings.md and errors.md are made from the code.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

from scripts import errors, settings
from scripts.find import ROOT
from veche.config.environment import VARIABLES

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`")
SETTING = re.compile(r"\bVECHE_[A-Z][A-Z_]*[A-Z]\b")
SOURCE = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|html|js|mjs|css|toml|in|txt)|(?:[\w-]+/)+)`")
DRAWN = re.compile(r"(?<![\w/<>-])(?:[\w-]+/)+[\w-]+\.(?:py|html)\b")
WIDTH = 100
# Tables, headings, pictures and indented code are no prose; code and links are not broken.
PROSE = re.compile(r"(?![|#<]|!\[| {4})")
BULLET = re.compile(r"^\s*(?:[-*]|\d+\.) ")
UNBROKEN = re.compile(r"`[^`]*`|\[[^\]]*\]\([^)]*\)")
FOLDERS = ("src", "tests", "scripts", "docs", "deploy", "frontend", "requirements")
MAKE = re.compile(r"\bmake ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)")


def documents() -> list[Path]:
    """Every Markdown page of the project, the root's first."""
    return [
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "src").glob("*/README.md")),
    ]


def complaints() -> list[str]:
    """One line for each thing that is named and is not there; an empty list is the aim."""
    checks = (dead_links, unknown_sources, unknown_settings, unknown_targets, long_lines)
    found = [f"{page.relative_to(ROOT)}: {text}" for page in documents() for check in checks for text in check(page)]
    return found + stale_pages()


def dead_links(page: Path) -> Iterator[str]:
    """Links to files that are not there, and to headings that no page has."""
    for target in LINK.findall(CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists():
            yield f"no file behind the link {target}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"no heading behind the link {target}"


def long_lines(page: Path) -> Iterator[str]:
    """Lines of prose that could be broken before `WIDTH`. The change log has one line for each change."""
    if page.name == "CHANGELOG.md":
        return
    drawings_blanked = FENCE.sub(lambda drawn: "\n" * drawn[0].count("\n"), page.read_text(encoding="utf-8"))
    for number, line in enumerate(drawings_blanked.split("\n"), 1):
        if len(line) > WIDTH and PROSE.match(line) and " " in UNBROKEN.sub("x", BULLET.sub("", line)).strip():
            yield f"line {number} is longer than {WIDTH} characters"


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of the headings: lower case, hyphens for blanks, punctuation dropped."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def unknown_sources(page: Path) -> Iterator[str]:
    """Source files and folders that match the end of no path: in backticks or in a drawing, `outbox/domain/call.py`.

    The change log is history and may name what was removed.
    """
    if page.name == "CHANGELOG.md":
        return
    text = page.read_text(encoding="utf-8")
    named = set(SOURCE.findall(FENCE.sub("", text))) | set(DRAWN.findall("\n".join(FENCE.findall(text))))
    written = (name for name in sorted(named) if "dist" not in name.split("/"))  # esbuild makes dist/
    yield from (f"no source {name}" for name in written if "/" + name.rstrip("/") not in path_ends())


@cache
def path_ends() -> frozenset[str]:
    """Each path of the project from each of its components on: /src/veche/cli.py, /veche/cli.py, /cli.py."""
    places = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if "node_modules" not in path.parts]
    names = [path.relative_to(ROOT).parts for path in [*ROOT.iterdir(), *places]]
    return frozenset("/" + "/".join(parts[start:]) for parts in names for start in range(len(parts)))


def unknown_settings(page: Path) -> Iterator[str]:
    """Settings that nothing reads."""
    named = set(SETTING.findall(page.read_text(encoding="utf-8")))
    yield from (f"nothing reads {name}" for name in sorted(named - known_settings()))


def known_settings() -> set[str]:
    """The product's own table, and what the Makefile, the scripts and the tests read beside it."""
    readers = [ROOT / "Makefile", *(ROOT / "scripts").glob("*.py"), *(ROOT / "tests").rglob("*.py")]
    beside = {name for reader in readers for name in SETTING.findall(reader.read_text(encoding="utf-8"))}
    return beside | product_settings() | {f"{name}_FILE" for name in product_settings()}


def product_settings() -> set[str]:
    """The names of `veche.config.environment`."""
    return {variable.name for variable in VARIABLES}


def stale_pages() -> list[str]:
    """docs/settings.md and docs/errors.md must say what the code's own tables say."""
    made = (settings, errors)
    return [
        f"docs/{one.PAGE.name} is not of today: run python -m {one.__name__}" for one in made if not _is_of_today(one)
    ]


def _is_of_today(made: ModuleType) -> bool:
    page: Path = made.PAGE
    return page.exists() and page.read_text(encoding="utf-8") == made.page()


def unknown_targets(page: Path) -> Iterator[str]:
    """`make` commands that the Makefile does not know."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    code = "\n".join([*FENCE.findall(text), *CODE.findall(FENCE.sub("", text))])
    named = {word for words in MAKE.findall(code) for word in words.split()}
    yield from (f"no target «make {name}»" for name in sorted(named - targets))


def main() -> int:
    """1 when something is named that is not there."""
    found = complaints()
    print("\n".join(found) or f"{len(documents())} pages: every link, source, setting and make target exists")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
