"""One screener of comments, in its own process: `python rival_screening.py NAME < texts`, an answer on stdout.

Given a JSON list of texts. Runs under the Python of the public packages, where nothing of ours is installed, and for
our own engine under ours.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable

# Returns the proposed grounds of a text. The public packages know one, obscenity.
type Judge = Callable[[str], list[str]]

# The fastest of several passes counts, because the machine may be busy.
PASSES = 3


def veche() -> Judge:
    screen = importlib.import_module("veche.screening.screen").screen
    return lambda text: list(screen(text).proposed)


def badwords() -> Judge:
    profanity = importlib.import_module("badwords").ProfanityFilter()
    profanity.init(languages=["ru", "en"])
    return lambda text: ["obscene"] if profanity.is_profane(text) else []


def glin() -> Judge:
    profanity = importlib.import_module("glin_profanity").Filter({"languages": ["russian"]})
    return lambda text: ["obscene"] if profanity.is_profane(text) else []


def detected() -> Judge:
    contains = importlib.import_module("detected_profanity").contains_profanity
    return lambda text: ["obscene"] if contains(text) else []


PACKAGES = {"veche": veche, "badwords-py": badwords, "glin-profanity": glin, "detected-profanity": detected}


def main(name: str) -> None:
    texts = json.load(sys.stdin)
    judge = PACKAGES[name]()
    judged = [judge(text) for text in texts]
    seconds = min(_took(judge, texts) for _ in range(PASSES))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"judged": judged, "seconds": seconds, "megabytes": megabytes}, sys.stdout)


def _took(judge: Judge, texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        judge(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1])
