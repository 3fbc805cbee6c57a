"""Rules of appearance that are hard to see in templates."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from veche.web.faces import FACES
from veche.web.navigation import PLACES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "veche"
CSS = ROOT / "frontend" / "css"
TEMPLATES = [page for page in sorted(SOURCE.glob("*/templates/**/*")) if page.suffix in {".html", ".txt"}]
ICONS = set((ROOT / "frontend" / "icons.txt").read_text().split())

INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*(\ssrc=|type="application/json"))""",
    re.IGNORECASE,
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


def name_of(template: Path) -> str:
    return template.relative_to(next(up for up in template.parents if up.name == "templates")).as_posix()


def test_no_template_carries_an_inline_style_or_script() -> None:
    found = {name_of(template): match[0] for template in TEMPLATES if (match := INLINE.search(template.read_text()))}

    assert TEMPLATES
    assert found == {}


def trouble_of(template: Path) -> str:
    try:
        get_template(name_of(template))
    except TemplateSyntaxError as error:
        return str(error)
    return ""


def test_every_template_compiles() -> None:
    assert {name_of(template): trouble for template in TEMPLATES if (trouble := trouble_of(template))} == {}


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        "<script>go()</script>",
    ],
)
def test_the_search_for_inline_things_finds_them(bad: str) -> None:
    assert INLINE.search(bad) is not None


def icons_of(template: str) -> set[str]:
    named = re.findall(r"""<c-icon\s[^>]*?(?<!:)\bname=["']([^"'{]+)["']""", template)
    drawn = re.findall(r"""\{% icon ["']([^"'{]+)["']""", template)
    given = re.findall(r"""<c-[\w-]+\s[^>]*?(?<!:)\bicon=["']([^"'{]+)["']""", template)
    default = re.findall(r"""<c-vars\s[^>]*?\bicon=["']([^"'{]+)["']""", template)
    return {*named, *drawn, *given, *default}


def test_every_named_icon_is_in_the_sprite() -> None:
    missing = {name_of(page): gone for page in TEMPLATES if (gone := icons_of(page.read_text()) - ICONS)}

    assert missing == {}
    assert {face.icon for face in FACES.values()} | {place.icon for place in PLACES} <= ICONS


def test_the_list_of_icons_is_in_order_and_without_doubles() -> None:
    listed = (ROOT / "frontend" / "icons.txt").read_text().split()

    assert listed == sorted(set(listed))


def test_only_the_tokens_name_colours() -> None:
    comment = re.compile(r"/\*.*?\*/", re.DOTALL)
    named = {
        sheet.relative_to(CSS).as_posix(): found
        for sheet in CSS.rglob("*.css")
        if sheet.name != "tokens.css" and (found := COLOUR.findall(comment.sub("", sheet.read_text())))
    }

    assert named == {}


def test_every_sheet_has_its_place_in_the_order() -> None:
    listed = set(re.findall(r'@import "\./([^"]+)"', (CSS / "app.css").read_text()))
    sheets = {sheet.relative_to(CSS).as_posix() for sheet in CSS.rglob("*.*css")} - {"app.css"}

    assert listed == sheets


def test_every_used_variable_is_a_token() -> None:
    badges = (ROOT / "src" / "veche" / "networks").glob("*/badge.css")
    own = "\n".join(sheet.read_text() for sheet in [*CSS.rglob("*.css"), *badges])
    defined = set(re.findall(r"(--[\w-]+)\s*:", own))
    used = {name for name in re.findall(r"var\((--[\w-]+)", own) if not name.startswith("--tblr-")}

    assert used - defined == set()


def test_the_lock_names_no_registry() -> None:
    locked = (ROOT / "frontend" / "package-lock.json").read_text()

    assert '"resolved"' not in locked
    assert "registry" not in locked
