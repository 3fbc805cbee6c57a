"""The script that fits the weights of `veche.style`."""

from scripts.fit_style import GOOD, THRESHOLD, regression, written
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

    read = tomllib.loads(written({"cliches": 7.66, "address": -4.0}))
    assert read == {"threshold": THRESHOLD, "weights": {"cliches": 7.7, "address": -4.0}}
