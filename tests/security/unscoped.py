"""Find queries that start from an unscoped manager, by parsing the source.

A query must start as `Model.objects.of(administration)`, or create a row that names its administration:
`Model.objects.create(administration=…)`. Objects reached from a scoped one (`post.versions.all()`) are scoped too.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SCOPED = {"of", "none", "bulk_create"}  # the database refuses a row without an administration
MAKING = {"create", "get_or_create", "update_or_create", "create_user"}
OWNER = {"administration", "administration_id", None}  # None: `**fields`
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
BACK_DOORS = {"_default_manager", "_base_manager"}
# Models without a column for the administration, each with the way it is separated.
NOT_OWNED = {
    "Administration": "is the tenant itself",
    "Attempt": "counts before anybody has signed in",
    "Gate": "its primary key is the administration",
    "Head": "its primary key is the administration",
    "IndexChange": "notes of triggers, for a task; no page shows them",
    "Authenticator": "of the sign-in library: filtered by the person or the person's administration",
}


@dataclass(frozen=True, slots=True)
class Leak:
    line: int
    what: str
    unscoped_by_name: bool = False


def leaks(source: str) -> list[Leak]:
    """Leaks in order of lines."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = [leak for node in ast.walk(tree) for leak in _leaks_of(node, parents)]
    return sorted(found, key=lambda leak: leak.line)


def _leaks_of(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[Leak]:
    if isinstance(node, ast.Attribute) and node.attr in BACK_DOORS:
        yield Leak(node.lineno, ast.unparse(node))
    if isinstance(node, ast.Attribute) and node.attr == "unscoped":
        yield Leak(node.lineno, ast.unparse(node), unscoped_by_name=True)
    if isinstance(node, ast.Attribute) and node.attr == "objects" and _last_name(node.value) not in NOT_OWNED:
        yield from _of_manager(node, parents)
    if isinstance(node, ast.Call) and _last_name(node.func) in SHORTCUTS:
        name = _last_name(node.args[0]) if node.args else ""
        if name[:1].isupper():
            yield Leak(node.lineno, f"{_last_name(node.func)}({name}, …)")


def _of_manager(node: ast.Attribute, parents: dict[ast.AST, ast.AST]) -> Iterator[Leak]:
    asked = parents.get(node)
    if not isinstance(asked, ast.Attribute):
        yield Leak(node.lineno, f"{ast.unparse(node)} passed on")
    elif asked.attr in MAKING:
        call = parents.get(asked)
        named = isinstance(call, ast.Call) and any(word.arg in OWNER for word in call.keywords)
        if not named:
            yield Leak(node.lineno, f"{ast.unparse(asked)}() without administration=")
    elif asked.attr not in SCOPED and asked.attr != "unscoped":
        yield Leak(node.lineno, ast.unparse(asked))


def _last_name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
