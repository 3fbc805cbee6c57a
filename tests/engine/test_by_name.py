"""Verbs enqueue tasks by path: each path in the code is a task, and no modules import each other in a circle."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.tasks import Task

from tests.engine.waiting import IS_DATABASE
from veche.engine.by_name import task_named

pytestmark = pytest.mark.skipif(not IS_DATABASE, reason="the code names the same tasks whatever engine runs them")

SOURCE = Path(__file__).parents[2] / "src"
PATH = re.compile(r"veche\.\w+\.tasks\.\w+")


def test_every_path_that_the_code_names_is_a_task():
    texts = [file.read_text() for file in SOURCE.glob("veche/*/**/*.py")]
    named = {path for text in texts if PATH.search(text) for path in _paths(ast.parse(text))}

    assert "veche.outbox.tasks.deliver" in named
    assert {path: type(task_named(path)) for path in named if not isinstance(task_named(path), Task)} == {}


def test_a_path_without_a_task_is_an_error():
    with pytest.raises(ImportError):
        task_named("veche.outbox.tasks.nothing")


def test_no_module_imports_in_a_circle():
    """Imports inside functions count, because they usually hide a circle; those for types do not."""
    files = {_name(path): path for path in SOURCE.rglob("*.py")}
    graph = {name: set(_imports(ast.parse(path.read_text()), files)) - {name} for name, path in files.items()}

    assert len(tuple(TopologicalSorter(graph).static_order())) == len(files)


def _paths(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.fullmatch(node.value):
            yield node.value


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def _imports(tree: ast.AST, known: dict[str, Path]) -> Iterator[str]:
    for node in _statements(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in inside if name in known]
            yield from modules or ([node.module] if node.module in known else [])
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All that may import: `ast.walk` would also look into expressions, which takes five times as long."""
    if _is_for_types(node):
        return
    yield node
    for part in ("body", "handlers", "cases", "orelse", "finalbody"):
        for inner in getattr(node, part, ()):
            yield from _statements(inner)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
