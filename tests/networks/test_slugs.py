"""A network is named in its folder and in one line of the registry: nowhere else in Python, templates and styles.

Training networks, the demo and landed migrations name networks by their nature.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from veche.networks.registry import NETWORKS, SLUGS

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "veche"
STYLES = ROOT / "frontend" / "css"
REGISTRY = SOURCES / "networks" / "registry.py"
OUTSIDE = ("demo", "migrations", "static", *(f"networks/{slug}" for slug in SLUGS))
# Other meanings of these words: file and constant.
OTHER_MEANINGS = {
    # the tone of a good state on pages
    ("web/faces.py", "ok"),
    ("web/pages/kit.py", "ok"),
    ("web/pages/head_requests.py", "ok"),
    ("alarms/lines.py", "ok"),
    ("requests/lines.py", "ok"),
    ("appeals/lines.py", "ok"),
    ("cases/lines.py", "ok"),
    ("posts/domain/proofreading.py", "ok"),
    # results of health checks and of SQLite, and a webhook's answer unless a network needs another
    ("config/health.py", "ok"),
    ("upkeep/doctor/database.py", "ok"),
    ("upkeep/snapshot.py", "ok"),
    ("networks/answers.py", "ok"),
    # whether a check found nothing wrong
    ("journal/domain/checked.py", "ok="),
    ("moderation/domain/examine.py", "ok="),
    # words of comments
    ("screening/features.py", "vk"),
    ("screening/features.py", "ok"),
    ("screening/features.py", "max"),
}
MEMBERS = {slug.upper() for slug in SLUGS}
# What a module contains that may name one; the syntax trees of the others say nothing more.
OURS = re.compile(rf"veche\.networks\.(?:{'|'.join(SLUGS)})\b")
SUSPECT = re.compile(
    rf"['\"](?:{'|'.join(SLUGS)})['\"]|\b(?:{'|'.join(SLUGS)})=|VECHE_|\.(?:{'|'.join(MEMBERS)})\b"
    rf"|{OURS.pattern}|veche\.networks import"
)
BADGES = {network.names.badge.lower() for network in NETWORKS.values()}
COMPARED = re.compile(rf"[=(]\s*['\"](?:{'|'.join(SLUGS)})['\"]|(?<![\w-])(?:net|pv)-(?:{'|'.join(BADGES)})(?![\w-])")
# `tone="ok"` and `class="ok"` mark a good state.
GOOD = re.compile(r"(?:tone|class)=(['\"])ok\1")
SELECTED = re.compile(rf"[.\"'](?:[\w-]+-)?(?:{'|'.join({*SLUGS, *BADGES} - {'ok'})}|(?:net|pv)-ok)(?![\w-])")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def files(ending: str) -> Iterator[Path]:
    for path in sorted(SOURCES.rglob(f"*.{ending}")):
        place = f"{path.relative_to(SOURCES).parent.as_posix()}/"
        if not any(f"/{outside}/" in f"/{place}" for outside in OUTSIDE):
            yield path


def named_in(path: Path) -> Iterator[str]:
    """«file:line: what» for constants and keywords that are a slug (`dict(vk=…)`), variables `VECHE_VK_…`, members like
    `Network.VK`, and imports.
    """
    place = path.relative_to(SOURCES).as_posix()
    variables = tuple(f"VECHE_{member}_" for member in MEMBERS)
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text if SUSPECT.search(text) else "")):
        match node:
            case ast.Constant(value=str(value)) if value in SLUGS or value.startswith(variables):
                found = value
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if attr in MEMBERS and owner[:1].isupper():
                found = f"{owner}.{attr}"
            case ast.keyword(arg=str(arg)) if arg in SLUGS:
                found = f"{arg}="
            case ast.ImportFrom(module=str(module)) if OURS.match(module):
                found = module
            case ast.alias(name=name) if name in SLUGS or OURS.match(name):
                found = name
            case _:
                continue
        if (place, found) not in OTHER_MEANINGS:
            yield f"{place}:{node.lineno}: {found}"


@pytest.mark.parametrize(
    "line",
    [
        'if slug == "vk": pass',
        "titles = {Network.VK: 1}",
        "titles = dict(telegram=1)",
        'env["VECHE_MAX_URL"]',
        "import veche.networks.vk.wall",
        "from veche.networks import vk",
        "from veche.networks.vk.wall import Wall",
    ],
)
def test_a_named_network_is_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.networks.test_slugs.SOURCES", tmp_path)
    (tmp_path / "room.py").write_text(f"{line}\n", encoding="utf-8")

    assert len(list(named_in(tmp_path / "room.py"))) == 1


def test_no_module_names_a_network() -> None:
    assert [found for path in files("py") if path != REGISTRY for found in named_in(path)] == []


def test_the_files_that_name_the_newest_network_are_in_the_guide() -> None:
    """What adding a network touches outside its own folders: the list in CONTRIBUTING.md, and nothing else."""
    newest = SLUGS[-1]
    places = (path.relative_to(ROOT).as_posix() for room in ("src", "tests") for path in (ROOT / room).rglob("*.py"))
    outside = [place for place in places if f"/networks/{newest}/" not in place]
    naming = {place for place in outside if newest in (ROOT / place).read_text(encoding="utf-8").lower()}
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = set(
        re.findall(
            r"`((?:src|tests)/[\w/.]+\.py)`", guide.partition("## The files of a new network")[2].partition("\n## ")[0]
        )
    )

    assert naming == listed


def test_the_registry_has_one_line_for_each() -> None:
    lines = REGISTRY.read_text(encoding="utf-8").splitlines()

    assert [slug for slug in SLUGS if len([line for line in lines if f'"{slug}"' in line]) != 1] == []


def test_no_template_names_a_network() -> None:
    found = [
        f"{path.relative_to(SOURCES).as_posix()}: {hit.group()}"
        for path in files("html")
        for hit in COMPARED.finditer(GOOD.sub("", path.read_text(encoding="utf-8")))
    ]
    named = [path for ending in ("html", "txt", "svg") for path in files(ending) if path.stem.strip("_") in SLUGS]

    assert (found, named) == ([], [])


def test_no_style_names_a_network() -> None:
    found = [
        f"{path.relative_to(STYLES).as_posix()}: {hit.group()}"
        for path in sorted(STYLES.rglob("*.css"))
        for hit in SELECTED.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_each_network_has_colours() -> None:
    sheets = {slug: (SOURCES / "networks" / slug / "badge.css").read_text(encoding="utf-8") for slug in SLUGS}

    assert all(
        f".net-{network.names.badge.lower()}" in sheets[slug]
        and "--net:" in sheets[slug]
        and "--net-tint:" in sheets[slug]
        for slug, network in NETWORKS.items()
    )
