"""Find in a syntax tree what no test may do: wait without an event, cut HTML, compare a long tuple."""

import ast
import re
from collections.abc import Iterator

LONGEST_TUPLE = 3
# Arguments that only HTML is cut by: a tag, or an attribute with its value.
_HTML = re.compile(r"</?[a-z]|<\[\^>|\b(?:id|class|href|value|role)=|^data-")
_CUTTING = frozenset({"partition", "rpartition", "split", "rsplit", "sub"})


def faults(tree: ast.Module) -> list[str]:
    """`line: what`, in order."""
    return [f"{line}: {what}" for line, what in sorted(_faults(tree))]


def _faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from ((node.lineno, what) for what in (*_waits(node.func), *_cuts(node, node.func.attr)))
        elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
            yield from ((node.lineno, what) for what in _compares(node.test))


def _waits(called: ast.Attribute) -> Iterator[str]:
    owner = called.value
    if called.attr == "sleep" and isinstance(owner, ast.Name) and owner.id == "time":
        yield "time.sleep: wait for the event (tests/waiting.py)"
    if called.attr == "wait_for_timeout":
        yield "wait_for_timeout: wait for the event (tests/waiting.py)"
    if called.attr == "wait" and isinstance(owner, ast.Call) and ast.unparse(owner.func).endswith("Event"):
        yield "Event().wait: wait for the event (tests/waiting.py)"


def _cuts(call: ast.Call, name: str) -> Iterator[str]:
    first = call.args[0] if call.args else None
    words = [part.value for part in ast.walk(first) if isinstance(part, ast.Constant)] if first else []
    if name in _CUTTING and any(isinstance(word, str) and _HTML.search(word) for word in words):
        yield f"{name} cuts HTML: find it by tests/markup.py"


def _compares(test: ast.Compare) -> Iterator[str]:
    if isinstance(test.left, ast.Tuple) and len(test.left.elts) > LONGEST_TUPLE:
        yield f"a tuple of {len(test.left.elts)}: assert each member, so that a failure names it"
