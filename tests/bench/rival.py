"""One style checker over all texts, in its own process: `python rival.py NAME < given.json`, an answer on stdout.

Given `texts`, which of them are `answers`, and `post`, of 150 words. Runs under the Python of the public packages,
where nothing of ours is installed, and for our own engine under ours.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable

# The result for a text: its score, 100 is best; whether it is warned of, if the package says so; spans of findings.
type Judged = tuple[float, bool | None, list[tuple[int, int]]]
# Takes a text, and whether it answers somebody, which other packages do not use.
type Judge = Callable[[str, bool], Judged]

# The fastest of several passes counts, because the machine may be busy.
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
        # Its score increases with signs of machine style, officialese among them.
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
    """Seconds of processor time, which do not depend on other processes."""
    started = time.process_time()
    for text in texts:
        judge(text, False)
    return time.process_time() - started


if __name__ == "__main__":
    main(sys.argv[1])
