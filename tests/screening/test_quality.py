"""The promised numbers, on the half of the set that was not used for fitting."""

from collections import Counter
from functools import cache

import pytest

from tests.screening_set import GROUNDS, Line, exam, half, lines
from tests.screening_set.measures import HARD, NEWS, Agreement, agreement, agreements, false_share
from veche.screening.screen import screen

pytestmark = pytest.mark.sweep

# A little below the present values, so that a regression is noticed. `make bench` checks the promised numbers.
F1 = {"obscene": 0.97, "insult": 0.88, "threat": 0.86, "spam": 0.92, "illegal": 0.73, "personal_data": 0.92}
RECALL = {"obscene": 0.95, "insult": 0.85, "threat": 0.85, "spam": 0.90, "illegal": 0.70, "personal_data": 0.91}
FALSE_HARD, FALSE_NEWS = 0.02, 0.0125

type Proposed = dict[str, tuple[str, ...]]


@cache
def proposals() -> Proposed:
    return {line.text: screen(line.text).proposed for line in half("reporting")}


@cache
def found() -> dict[str, Agreement]:
    return agreements(half("reporting"), proposals())


def test_the_set_holds_what_was_asked_of_it():
    grounds = Counter(ground for line in lines() for ground in line.grounds)
    assert set(grounds) == set(GROUNDS)
    assert min(grounds.values()) >= 50
    assert len(lines()) >= 900
    assert len([line for line in lines() if not line.grounds and "news" not in line.file]) >= 350
    assert len([line for line in lines() if "news" in line.file]) >= 40
    assert len({line.kind for line in lines() if line.file == "masked"}) >= 12
    assert len({line.text for line in lines()}) == len(lines())
    assert 0.25 < len(half("fitting")) / len(lines()) < 0.55


@pytest.mark.parametrize("ground", F1)
def test_f1(ground: str):
    assert found()[ground].f1 >= F1[ground]


@pytest.mark.parametrize("ground", RECALL)
def test_recall(ground: str):
    assert found()[ground].recall >= RECALL[ground]


@pytest.mark.parametrize(("kind", "limit"), [(HARD, FALSE_HARD), (NEWS, FALSE_NEWS)])
def test_clean_lines_are_left_alone(kind: str, limit: float):
    assert false_share(kind, half("reporting"), proposals()) <= limit


# Lines of two people asked for the kinds that had been mistaken: nearly each clean one is a near miss.
SIXTH_RECALL = {"obscene": 0.8, "insult": 0.69, "threat": 1.0, "spam": 0.91, "illegal": 0.65, "personal_data": 0.94}
SIXTH_PRECISION = {"personal_data": 0.92, "illegal": 0.95, "insult": 0.94, "spam": 0.89}
SIXTH_CLEAN, SIXTH_CITY = 0.03, 0.015


def sixth() -> list[Line]:
    return [line for line in half("reporting") if line.file == "strangers_sixth_reporting"]


@pytest.mark.parametrize("ground", SIXTH_RECALL)
def test_recall_among_the_kinds_that_were_mistaken(ground: str):
    assert agreement(ground, sixth(), proposals()).recall >= SIXTH_RECALL[ground]


@pytest.mark.parametrize("ground", SIXTH_PRECISION)
def test_precision_among_the_kinds_that_were_mistaken(ground: str):
    assert agreement(ground, sixth(), proposals()).precision >= SIXTH_PRECISION[ground]


def test_clean_lines_of_the_kinds_that_were_mistaken_are_left_alone():
    city = [line for line in sixth() if line.kind == "city_clean"]
    assert false_share(HARD, sixth(), proposals()) <= SIXTH_CLEAN
    assert false_share(HARD, city, proposals()) <= SIXTH_CITY


def test_toxicity_is_never_a_ground():
    assert {ground for grounds in proposals().values() for ground in grounds} <= set(GROUNDS)


# Lines of a person who saw neither rules nor lines, asked for a usual week of a page and measured after the rules were
# final.
EXAM_RECALL = {"spam": 0.95, "illegal": 0.70, "personal_data": 0.95}
EXAM_PRECISION = {"personal_data": 0.80, "illegal": 0.75}
EXAM_CLEAN = 0.015


@cache
def exam_proposals() -> Proposed:
    return {line.text: screen(line.text).proposed for line in exam()}


def test_the_exam_of_a_usual_week():
    reached = agreements(exam(), exam_proposals())

    assert false_share(HARD, exam(), exam_proposals()) <= EXAM_CLEAN
    assert [ground for ground, bar in EXAM_RECALL.items() if reached[ground].recall < bar] == []
    assert [ground for ground, bar in EXAM_PRECISION.items() if reached[ground].precision < bar] == []
