"""Ten sentences or more for each rule: `findings.txt` marks the findings by brackets, `clean.txt` has none.

A section begins with «== rule».
"""

from pathlib import Path

type Marked = tuple[str, list[tuple[int, int]]]


def examples(name: str) -> dict[str, list[Marked]]:
    """By rule: each line without brackets, and their positions."""
    found: dict[str, list[Marked]] = {}
    rule = ""
    for line in (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            rule = line.removeprefix("== ")
        else:
            found.setdefault(rule, []).append(marked(line))
    return found


def marked(line: str) -> Marked:
    text, spans = "", []
    for piece in line.split("["):
        inside, closed, after = piece.partition("]")
        if closed:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + after
    return text, spans
