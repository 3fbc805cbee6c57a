"""A threshold is advised from enough decisions only, and says what it would have changed."""

import pytest

from veche.screening.advice import ENOUGH, Effect, advised, effect_of, interval


def test_declined_proposals_raise_it_just_above_them():
    decided = [(0.6, False)] * 8 + [(0.58, True)] + [(0.9, True)] * (ENOUGH - 9)
    assert advised(decided, [], 0.5) == 0.61
    assert effect_of(decided, [], 0.5, 0.61) == Effect(ENOUGH, fewer=9, in_vain=8, more=0, deleted=0)
    assert advised(decided[1:], [], 0.5) is None  # one decision too few


def test_what_people_deleted_unproposed_lowers_it_unless_more_comments_stayed():
    decided = [(0.45, True)] * 5 + [(0.9, True)] * ENOUGH
    assert advised(decided, [0.2, 0.46], 0.5) == 0.45
    assert effect_of(decided, [0.2, 0.46], 0.5, 0.45) == Effect(len(decided), 0, 0, more=6, deleted=5)
    assert advised(decided, [0.46] * 5, 0.5) is None


def test_nothing_is_advised_where_violations_would_lose_their_proposal():
    assert advised([(0.6, False)] * 12 + [(0.55, True)] * 6 + [(0.9, True)] * ENOUGH, [], 0.5) is None


@pytest.mark.parametrize(("score", "violation"), [(0.97, False), (0.1, True)])
def test_no_ground_is_switched_off_nor_made_to_catch_all(score: float, *, violation: bool):
    assert advised([(score, violation)] * ENOUGH, [], 0.5) is None


def test_interval():
    """81 of 263: Newcombe's example of Wilson's interval (1998), 0.2553 to 0.3662."""
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)
