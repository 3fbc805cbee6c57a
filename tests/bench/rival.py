"""One judge of style over all texts, in a process of its own: `python rival.py NAME < given.json`, an answer on stdout.

Given `texts`, which of them are `answers`, and `post`, of 150 words. Runs under the Python of the public packages,
where nothing of ours is installed, and for our own engine under ours.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable

# Of a text: its score, 100 is best; whether it is warned of, where the package says so; what was found, from … to.
type Judged = tuple[float, bool | None, list[tuple[int, int]]]
# Of a text, and whether it is an answer to somebody, which other packages do not ask.
type Judge = Callable[[str, bool], Judged]

# The fastest of some passes counts, for the machine may be busy with something else.
PASSES, POSTS = 3, 30


def veche() -> Judge:
    check = importlib.import_module("veche.style.check").check

    def judge(text: str, answer: bool) -> Judged:
        report = check(text, form="answer" if answer else "post")
        found = [(finding.start, finding.end) for finding in report.findings if finding.severity != "hint"]
        return report.score, report.warned, found

    return judge


def aiw_ru() -> Judge:
    analyze = importlib.import_module("aiw_ru").analyze

    def judge(text: str, _: bool) -> Judged:
        # Its score grows with what it finds: the signs of a machine's style, officialese among them.
        result = analyze(text)
        return 100 - result.score, None, [(issue.index, issue.index + len(issue.text)) for issue in result.issues]

    return judge


PACKAGES = {"veche": veche, "aiw-ru": aiw_ru}


def main(name: str) -> None:
    given = json.load(sys.stdin)
    started = time.perf_counter()
    judge = PACKAGES[name]()
    imported = time.perf_counter()
    judge(given["texts"][0], False)
    answered = time.perf_counter()
    answers = set(given["answers"])
    judged = [judge(text, text in answers) for text in given["texts"]]
    answer = {
        "judged": judged,
        "import_seconds": imported - started,
        "first_seconds": answered - imported,
        "seconds": min(_took(judge, given["texts"]) for _ in range(PASSES)),
        "post_seconds": min(_took(judge, [given["post"]]) for _ in range(POSTS)),
    }
    json.dump(answer, sys.stdout)


def _took(judge: Judge, texts: list[str]) -> float:
    """Seconds of the processor: what one core needs, whoever else works beside."""
    started = time.process_time()
    for text in texts:
        judge(text, False)
    return time.process_time() - started


if __name__ == "__main__":
    main(sys.argv[1])
