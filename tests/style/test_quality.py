"""The promised quality, on the half of the labelled texts that was not used for fitting."""

import pytest

from tests.style_set import blind_posts, cases, halves, posts, sentences
from tests.style_set.measures import Judged, Replaced, Spans, judge, replacements, spans


@pytest.fixture(scope="module")
def judged() -> Judged:
    return judge(halves(posts())[1])


@pytest.fixture(scope="module")
def blind() -> Judged:
    return judge(blind_posts("reporting"))


@pytest.fixture(scope="module")
def found() -> Spans:
    return spans(halves(sentences())[1])


@pytest.fixture(scope="module")
def replaced() -> Replaced:
    return replacements(halves(cases())[1])


def test_official_texts_score_lower_than_live_ones(judged: Judged):
    assert judged.auc >= 0.98


def test_official_texts_are_warned_of_and_live_ones_are_not(judged: Judged):
    assert judged.official >= 0.95
    assert judged.live <= 0.05


def test_mild_official_posts_are_warned_of_and_dry_living_ones_are_not(blind: Judged):
    assert blind.auc >= 0.98
    assert blind.official >= 0.95
    assert blind.live <= 0.02


def test_what_is_found_is_a_sin(found: Spans):
    assert found.precision >= 0.90


def test_sins_are_found(found: Spans):
    assert found.recall >= 0.75


def test_no_rule_is_wrong_too_often(found: Spans):
    assert {rule: share for rule, share in found.precision_by_rule().items() if share < 0.80} == {}


def test_what_is_offered_is_right(replaced: Replaced):
    assert replaced.precision >= 0.90
    assert replaced.right >= 20
