"""Rules and models combined into one score."""

import math

import pytest

from tests.screening.rules import QUIET
from veche.screening.linear import HEADS, Head, about
from veche.screening.screen import evidence
from veche.screening.weighing import FEWEST, MOST, WEIGHED, Weighed, features, weighed

PROPOSED: dict[Head, float] = dict.fromkeys(HEADS, 5.0)


def test_every_ground_has_a_number_for_everything_that_is_weighed() -> None:
    seen = evidence("Вы тупые бараны", QUIET)
    numbers = about()["weighing"]

    assert {ground: len(numbers[ground]["weights"]) for ground in WEIGHED} == {
        ground: len(features(ground, seen, {})) for ground in WEIGHED
    }
    assert all(math.isfinite(one) for ground in WEIGHED for one in numbers[ground]["weights"])


@pytest.mark.parametrize("ground", WEIGHED)
def test_a_louder_voice_makes_a_ground_surer(ground: Weighed) -> None:
    text = "Ничего особенного здесь не сказано"
    loud: dict[Head, float] = {**QUIET, ground: 5.0}

    assert weighed(evidence(text, loud))[ground] > weighed(evidence(text, QUIET))[ground]


def test_a_rule_makes_it_surer_and_what_was_not_meant_less_sure() -> None:
    said, plain, denied = "Вы идиоты", "Вы дорожники", "Вы не идиоты"
    even = dict.fromkeys(HEADS, 0.0)
    scores = [weighed(evidence(text, even))["insult"] for text in (said, plain, denied)]

    assert scores[0] > scores[1]
    assert scores[0] > scores[2]


@pytest.mark.parametrize("length", [FEWEST - 1, MOST + 1])
def test_models_alone_say_nothing_of_too_short_and_too_long_texts(length: int) -> None:
    assert weighed(evidence("ю" * length, PROPOSED))["threat"] == 0.0
