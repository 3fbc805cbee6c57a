from collections import Counter

import pytest

from tests.style_set import Case, Span, blind_posts, cases, halves, posts, sentences, unmarked

RULES = {f"R{number:02}" for number in range(1, 21)}


def test_there_are_enough_texts():
    labels = Counter(post.label for post in posts())
    assert labels["official"] >= 80
    assert labels["live"] >= 80
    spanned = [bool(sentence.spans) for sentence in sentences()]
    assert len(spanned) >= 320
    assert 0.4 < sum(spanned) / len(spanned) < 0.6
    assert len(cases()) >= 60


def test_each_rule_is_shown_in_both_halves():
    for half in halves(sentences()):
        counted = Counter(rule for sentence in half for span in sentence.spans for rule in span.rules)
        assert set(counted) == RULES
        assert min(counted.values()) >= 4


def test_no_text_is_in_both_halves():
    for texts in (posts(), sentences(), cases()):
        fit, report = ({item.text for item in half} for half in halves(texts))
        assert fit & report == set()
        assert abs(len(fit) - len(report)) < 20


def test_half_of_the_blind_posts_may_be_fitted_on():
    fitting, reporting = blind_posts("fitting"), blind_posts("reporting")
    assert Counter(post.label for post in fitting) == {"official": 63, "live": 63}
    assert Counter(post.label for post in reporting) == {"official": 62, "live": 62}
    texts = [post.text for post in [*fitting, *reporting, *posts()]]
    assert len(set(texts)) == len(texts)


def test_marks_become_offsets():
    text, spans = unmarked("[R11:Идите [R01:в целях] порядка] [?R10:активно] и [R02|R05:ведётся приём].")
    assert text == "Идите в целях порядка активно и ведётся приём."
    assert spans == (
        Span(0, 21, ("R11",)),
        Span(6, 13, ("R01",)),
        Span(22, 29, ("R10",), sure=False),
        Span(32, 45, ("R02", "R05")),
    )


def test_a_mark_that_is_not_closed_is_told():
    with pytest.raises(ValueError, match="a span is not closed: \\[R01:в целях"):
        unmarked("[R01:в целях порядка")


def test_a_case_is_read():
    first = cases()[0]
    assert first == Case(
        "light verbs",
        "Инспекторы осуществляют контроль за торговлей.",
        11,
        45,
        ("контролируют торговлю", "следят за торговлей"),
    )
