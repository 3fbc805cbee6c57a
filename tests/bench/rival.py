"""One package over all texts, in a process of its own: `python rival.py NAME < texts.json`, an answer on stdout.

Runs under the Python of `.venv-bench`, where nothing of ours is installed, and for our own engine under ours.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable

# Of a text: how it is scored, and from where to where something was found.
type Judge = Callable[[str], tuple[float, list[tuple[int, int]]]]

# Whole passes over the texts; the fastest counts, for the machine may be busy with something else.
PASSES = 3


def veche() -> Judge:
    check = importlib.import_module("veche.style.check").check

    def judge(text: str) -> tuple[float, list[tuple[int, int]]]:
        report = check(text)
        return report.score, [(found.start, found.end) for found in report.findings if found.severity != "hint"]

    return judge


def aiw_ru() -> Judge:
    analyze = importlib.import_module("aiw_ru").analyze

    def judge(text: str) -> tuple[float, list[tuple[int, int]]]:
        # Its score grows with the signs of a machine's style; officialese is among them.
        result = analyze(text)
        return 100 - result.score, [(found.index, found.index + len(found.text)) for found in result.issues]

    return judge


PACKAGES = {"veche": veche, "aiw-ru": aiw_ru}


def main(name: str) -> None:
    texts: list[str] = json.load(sys.stdin)
    started = time.perf_counter()
    judge = PACKAGES[name]()
    import_seconds = time.perf_counter() - started
    judged = [judge(text) for text in texts]
    seconds = min(_pass(judge, texts) for _ in range(PASSES))
    json.dump({"import_seconds": import_seconds, "seconds": seconds, "judged": judged}, sys.stdout)


def _pass(judge: Judge, texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        judge(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1])
