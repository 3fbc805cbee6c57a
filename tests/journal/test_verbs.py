import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from veche.journal import verbs, words

SRC = Path(verbs.__file__).parents[1]


@pytest.fixture
def own_catalogue(monkeypatch):
    monkeypatch.setattr(verbs, "_sentences", {})


def test_a_registered_verb_has_words(own_catalogue):
    verbs.register("post.approved", "согласована публикация")
    verbs.register("post.approved", "согласована публикация")  # the room is imported again

    assert verbs.sentence_of("post.approved") == "согласована публикация"
    assert verbs.sentence_of("gone.away") == "gone.away"
    assert dict(verbs.catalogue()) == {"post.approved": "согласована публикация"}


def test_two_meanings_of_one_verb_are_refused(own_catalogue):
    verbs.register("post.approved", "согласована публикация")

    with pytest.raises(ValueError, match="another sentence"):
        verbs.register("post.approved", "одобрена публикация")


@pytest.mark.parametrize("verb", ["approved", "Post.approved", "post approved", "post..x", "post.x1", ""])
def test_a_misspelt_verb_is_refused(own_catalogue, verb):
    with pytest.raises(ValueError, match=r"post\.approved"):
        verbs.register(verb, "что-то")


def verbs_written(path: Path) -> Iterator[str]:
    """Verbs that a file passes to `record(verb="…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
            given = [part for word in node.keywords if word.arg == "verb" for part in ast.walk(word.value)]
            yield from (
                part.value
                for part in given
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value
            )


def test_every_verb_that_is_written_has_words():
    written = {verb: path for path in SRC.glob("*/domain/*.py") for verb in verbs_written(path)}
    assert "journal.verified" in written

    assert {verb: str(path.relative_to(SRC)) for verb, path in written.items() if verb not in verbs.catalogue()} == {}


def facts_written(path: Path) -> Iterator[tuple[str, str]]:
    """Verb and name of each fact that a file passes to `record(facts={…})`, or to a variable of that name."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        named = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                given = {word.arg: word.value for word in node.keywords}
                facts = given.get("facts")
                facts = named.get(facts.id) if isinstance(facts, ast.Name) else facts
                names = strings(*facts.keys) if isinstance(facts, ast.Dict) else []
                yield from ((verb, name) for verb in strings(given["verb"]) if "." in verb for name in names)


def strings(*nodes: ast.AST | None) -> list[str]:
    parts = (part for node in nodes if node for part in ast.walk(node))
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def test_every_fact_that_is_written_has_words():
    written = {fact: path for path in SRC.glob("*/domain/*.py") for fact in facts_written(path)}
    assert {("journal.verified", "whole"), ("plan.moved", "from"), ("account.edited", "changed")} <= set(written)

    assert {fact: str(path.relative_to(SRC)) for fact, path in written.items() if not words.has_words(*fact)} == {}
