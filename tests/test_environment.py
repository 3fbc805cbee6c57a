"""Changes of the process by one test file end with it."""

import ast
import os
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WRITES = re.compile(
    r"os\.environ\.(setdefault|update|pop|clear)\(|os\.environ\[[^]]*\] = |del os\.environ|os\.putenv\("
)


def done_on_import(text: str) -> list[str]:
    """Module-level statements that write to the process environment."""
    statements = [node for node in ast.parse(text).body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return [line for line in map(ast.unparse, statements) if WRITES.match(line)]


def test_no_file_changes_the_environment_when_it_is_imported():
    assert done_on_import("import os\nos.environ.setdefault('A', '1')") == ["os.environ.setdefault('A', '1')"]
    assert done_on_import("os.environ['A'] = '1'\nB = os.environ.get('B')") == ["os.environ['A'] = '1'"]

    found = {
        str(path.relative_to(HERE)): done_on_import(path.read_text(encoding="utf-8")) for path in HERE.rglob("*.py")
    }

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_database_answers_beside_a_browser_only(monkeypatch: pytest.MonkeyPatch):
    from tests.chromium import ALLOWED, beside_a_loop

    monkeypatch.delenv(ALLOWED, raising=False)

    with beside_a_loop():
        inside = os.environ.get(ALLOWED)

    assert (inside, ALLOWED in os.environ) == ("1", False)
