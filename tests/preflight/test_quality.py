"""The families judge labelled posts: precision and recall on the held-out half, and how the sets are made."""

import time

import pytest

from tests.preflight_set import FAMILIES, TODAY, cases, halves, measured, registers
from veche.preflight.check import check
from veche.preflight.finding import KINDS
from veche.preflight.post import Circumstances, Post
from veche.style.check import ParsedText


@pytest.mark.parametrize("family", FAMILIES)
def test_held_out_posts_are_judged_well(family):
    _, held_out = halves(family)
    counts = measured(held_out, family)
    assert counts.precision >= 0.9, counts.misses
    assert counts.recall >= 0.85, counts.misses
    for kind in counts.right | counts.wrong:
        assert counts.right[kind] >= counts.wrong[kind], (kind, counts.misses)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_sets_are_large_and_half_of_them_has_nothing_to_find(family):
    every = cases(family)
    assert len(every) >= 300
    assert len({(case.text, str(case.record)) for case in every}) == len(every)
    assert 0.4 <= sum(not case.kinds for case in every) / len(every) <= 0.6
    ours = {kind for kind in KINDS if (kind[0] == "A") == (family == "accessibility")}
    assert {kind for case in every for kind in case.kinds} == ours


# The pieces that take longest; a night has time for the others.
LONGEST = ("дети ", "Выдумкин* ")
OTHERS = ("а", "1", "🎉", "\n", "голосуйте за ", "диагноз ", "Серая заря ", "a.")


@pytest.mark.parametrize("piece", [*LONGEST, *(pytest.param(piece, marks=pytest.mark.nightly) for piece in OTHERS)])
def test_no_text_takes_long(piece):
    text = piece * (20_000 // len(piece))
    parsed = ParsedText(text)
    parsed.raw_findings()
    at = Circumstances(TODAY, campaign=True, silent=True)
    before = time.process_time()
    check(Post(text, at, photos=1), registers=registers(), parsed=parsed)
    assert time.process_time() - before < 3
