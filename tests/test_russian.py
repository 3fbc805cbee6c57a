"""The interface is plain Russian (docs/adr/0017): no gettext around our strings in Python and templates."""

import ast
import re
from pathlib import Path

from scripts import find

SOURCE = find.ROOT / "src"
TAGS = re.compile(r"\{%-?\s*(?:load\s[^%]*\bi18n\b|(?:block)?trans(?:late)?\s)[^%]*%\}|[^\w]_\([\"'][^)]*\)")


def imported(tree: ast.Module) -> list[str]:
    """Names that a module imports from Django's translation, and lazy strings."""
    return [
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if "gettext" in alias.name or (node.module, alias.name) == ("django.utils.functional", "Promise")
    ]


def found(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return imported(ast.parse(text)) if "gettext" in text or "Promise" in text else []
    return TAGS.findall(text)


def test_no_string_of_ours_goes_through_gettext():
    python = set(SOURCE.rglob("*.py")) - set(SOURCE.rglob("migrations/*.py"))
    templates = {path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt"}}
    assert len(python) > 500
    assert len(templates) > 150
    through = {str(path.relative_to(SOURCE)): found(path) for path in python | templates}
    assert {path: what for path, what in through.items() if what} == {}


def test_what_would_be_found():
    assert imported(ast.parse("from django.utils.translation import gettext_lazy as _"))
    for tag in (
        "{% load display i18n %}",
        '{% translate "Да" %}',
        "{% blocktranslate with a=b %}",
        '{{ a|default:_("нет") }}',
    ):
        assert TAGS.findall(tag)
