"""The script that fits the weights of `veche.style`."""

from scripts.fit_style import EVEN, GOOD, chosen, regression, threshold, written
from veche.style import score
from veche.style.score import FEATURES


def _row(*, bad: float, good: float) -> list[float]:
    return [good if name in GOOD else bad for name in FEATURES]


def test_sins_harm_and_good_signs_help():
    rows = [_row(bad=1.0, good=0.0), _row(bad=0.8, good=0.1), _row(bad=0.0, good=1.0), _row(bad=0.1, good=0.8)]
    weights, bias = regression(rows, [True, True, False, False])
    values = [bias + sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in rows]
    assert [value > 0 for value in values] == [True, True, False, False]
    assert {name: (weight < 0) for name, weight in zip(FEATURES, weights, strict=True)} == {
        name: name in GOOD for name in FEATURES
    }


def test_a_weight_of_the_wrong_sign_is_none():
    rows = [_row(bad=0.0, good=1.0), _row(bad=1.0, good=0.0)]
    weights, _bias = regression(rows, [True, False])
    assert weights == [0.0] * len(FEATURES)


def test_what_is_written_can_be_read():
    import tomllib

    read = tomllib.loads(written({"cliches": 7.66, "address": -4.0}, EVEN))
    assert read == {"threshold": EVEN, "weights": {"cliches": 7.7, "address": -4.0}}


def test_the_threshold_lies_between_the_nearest_texts_of_both_kinds():
    assert threshold([40] * 50, [80] * 50) == 60
    assert threshold([20, 40, 40, 40], [80, 80, 100]) == 60


def test_one_strange_text_does_not_pull_the_threshold_past_all_others():
    assert threshold([*[40] * 60, 95], [90] * 60) == 78


def test_the_threshold_in_use_is_the_chosen_one():
    """After a change of a rule, a weight or a text run `python -m scripts.fit_style` again."""
    assert score.threshold() == chosen()
