"""Names stored in databases, queues, journals and sent letters, as the present code has them.

DJANGO_SETTINGS_MODULE=veche.config.settings python -m tests.upkeep.stored_values prints JSON

stored_values.json is the output at commit cd8328f of 30 November 2026; of `screening_rules` it has those that screening
returned for a line of the labelled texts. Its `payloads` and `events` were written by the same commit, one of each verb
and kind with all its parts. test_stored_values.py compares the file with the present code: names may be added, but none
of the file's names may be removed or change its meaning.
"""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import get_commands
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).parents[2] / "src" / "veche"
PART_OF_RULE = re.compile(r"[a-z]+-|-[a-z]+")
RULE = re.compile(r"[A-Z]\d\d|[a-z]+(-[a-z]+)*")


def present() -> dict[str, Any]:
    """Each part is a list of names, or a mapping of names to meanings."""
    from rules.permissions import permissions

    return {
        "tasks": dict(sorted(_tasks())),
        "periodic": {row.name: [row.task_path, row.queue, *row.args] for row in _schedule()},
        "journal_verbs": sorted(import_module("veche.journal.verbs").catalogue()),
        "journal_facts": sorted(".".join(fact) for fact in import_module("veche.journal.words")._facts),
        "object_types": dict(sorted(_object_types())),
        "permissions": sorted(permissions),
        "migrations": sorted(".".join(key) for key in MigrationLoader(None).disk_migrations if _is_ours(key[0])),
        "columns": {model._meta.db_table: _columns(model) for model in _models()},
        "choices": dict(sorted(_choices())),
        "operations": _values("Operation"),
        "verbs": _values("Verb"),
        "slots": _values("Slot"),
        "file_kinds": _values("FileKind"),
        "row_bindings": sorted(set(_row_bindings())),
        "style_rules": sorted(name for name in _rules("style") if name[0] in "RA" and name[1:].isdigit()),
        "screening_rules": sorted(_rules("screening")),
        "addresses": sorted(set(_routes(get_resolver().url_patterns))),
        "commands": sorted(name for name, app in get_commands().items() if str(app).startswith("veche.")),
    }


def _is_ours(label: str) -> bool:
    return apps.get_app_config(label).name.startswith("veche.")


def _models() -> list[Any]:
    return sorted(
        (one for one in apps.get_models() if _is_ours(one._meta.app_label)), key=lambda one: one._meta.db_table
    )


def _tasks() -> Iterator[tuple[str, str]]:
    """Each task's path, as stored in queues, and its queue."""
    from django.tasks import Task

    for path in SOURCE.glob("*/tasks.py"):
        for one in vars(import_module(f"veche.{path.parent.name}.tasks")).values():
            if isinstance(one, Task):
                yield one.module_path, one.queue_name


def _schedule() -> Iterable[Any]:
    rows: Iterable[Any] = import_module("veche.config.schedule").PERIODIC
    return rows


def _object_types() -> Iterator[tuple[str, str]]:
    """Each table's name, and `object_type` of a journal entry about its rows."""
    from veche.journal.domain.chain import object_key

    for model in _models():
        yield model._meta.db_table, object_key(model(pk=1))["object_type"]


def _columns(model: Any) -> list[str]:
    return sorted(field.column for field in model._meta.local_concrete_fields)


def _choices() -> Iterator[tuple[str, list[str]]]:
    for model in _models():
        for field in model._meta.local_concrete_fields:
            if field.choices:
                yield f"{model._meta.db_table}.{field.column}", sorted(str(value) for value, _ in field.flatchoices)


def _values(name: str) -> list[str]:
    return sorted(member.value for member in getattr(import_module("veche.networks.protocol"), name))


def _row_bindings() -> Iterator[str]:
    """Table and field of each ciphertext; "…" for a computed field."""
    for tree in _trees(SOURCE):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "row_binding":
                yield " ".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.args[:2])


def _rules(room: str) -> set[str]:
    """The room's strings, in code and in TOML, with the form of a rule's code."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (SOURCE / room).rglob("*.toml")]
    said = {
        node.value
        for tree in _trees(SOURCE / room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {word for word in said | set(_strings(tables)) if RULE.fullmatch(word)}


def made_of(room: str) -> set[str]:
    """Prefixes and suffixes of rule codes that the room formats: `f"insult-{kind}"`, `f"{ground}-model"`."""
    joined = (node for tree in _trees(SOURCE / room) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    ends = (part for node in joined for part in (node.values[0], node.values[-1]) if isinstance(part, ast.Constant))
    return {str(part.value) for part in ends if PART_OF_RULE.fullmatch(str(part.value))}


def _trees(folder: Path) -> Iterator[ast.Module]:
    for path in sorted(folder.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _strings(one)
        case Mapping():
            for name, one in value.items():
                yield name
                yield from _strings(one)


def _routes(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """Routes without names of arguments: `posts/<int>/`."""
    for one in patterns:
        route = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield re.sub(r"<(?:(\w+):)?\w+>", r"<\1>", route)


if __name__ == "__main__":
    django.setup()
    json.dump(present(), sys.stdout, ensure_ascii=False, indent=1)
