"""The routing holds what docs/routing.md says of the labelled sets."""

import pytest

from tests.routing_set.measures import departments, pairs, questions, raised


@pytest.mark.parametrize(
    ("name", "question", "department", "important", "group"),
    [
        ("tuning", 0.97, 0.97, 0.96, 0.9),
        ("held_out", 0.9, 0.9, 0.9, 0.7),
        ("december", 0.95, 0.94, 0.9, 0.85),
        ("stricter", 0.9, 0.75, 0.55, 0.6),
    ],
)
def test_holds_its_measured_quality(
    name: str, question: float, department: float, important: float, group: float
) -> None:
    right, asked = departments(name)
    for measure, floor in ((questions(name), question), (raised(name), important), (pairs(name), group)):
        assert measure.precision >= floor
        assert measure.recall >= floor
    assert right / asked >= department


def test_a_landmark_is_not_the_matter_and_a_question_needs_no_verb() -> None:
    right, asked = departments("landmarks")
    found = questions("landmarks")
    assert (right, asked) >= (35, 36)
    assert (found.false, found.missed) == (0, 0)
