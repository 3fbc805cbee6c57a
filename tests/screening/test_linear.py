"""The linear models: probabilities from 0 to 1, explained by words, with the features of the training."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screening.odds import odds_of
from veche.screening.features import features, pair_to_text, pairs, parse_gram, token_spans, tokens
from veche.screening.linear import HEADS, NOTHING, Head, share, top_features

OFFER = "Ищу людей в команду, удалённо, оплата каждый день, пишите в лс"
THANKS = "Спасибо дворникам, сегодня чисто"
CURSE = "Ты тупая мразь, заткнись"


def scores(text: str) -> dict[Head, float]:
    return {head: share(odds) for head, odds in odds_of(text).items()}


def test_each_head_tells_its_own_from_thanks():
    offer, thanks, curse = scores(OFFER), scores(THANKS), scores(CURSE)
    assert offer["spam"] > 0.9
    assert max(thanks["spam"], curse["spam"]) < 0.3
    assert curse["toxicity"] > 0.9
    assert max(thanks["toxicity"], offer["toxicity"]) < 0.4


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "ꙮ"])
def test_a_text_of_nothing_known_is_neither(text: str):
    assert odds_of(text) == dict.fromkeys(HEADS, NOTHING)
    assert top_features(text, "spam") == []


def test_the_words_that_spoke_for_a_head_are_shown_where_they_stand():
    found = top_features(OFFER, "spam", most=40)
    shares = [share for _start, _end, share in found]
    assert shares == sorted(shares, reverse=True)
    assert math.isclose(sum(shares), 1)
    assert {OFFER[start:end] for start, end, _share in found} >= {"лс", "пишите", "оплата", "удалённо"}


def test_what_spoke_against_is_not_shown():
    assert "Спасибо" not in {THANKS[start:end] for start, end, _share in top_features(THANKS, "spam", most=40)}


def test_the_n_grams_of_a_word_are_its_runs_and_the_whole():
    assert features("Ёж") == [" е", "еж", "ж ", " еж", "еж ", " еж ", "=еж"]


def test_pairs_are_words_side_by_side_and_with_one_between_as_the_file_writes_them():
    found = pairs(["пиши", "нам", ",", "прямо", "сюда"])
    beside, over_one = ["\x02пиши нам", "\x02нам прям", "\x02прям сюда"], ["\x03пиши прям", "\x03нам сюда"]
    assert list(map(pair_to_text, found)) == beside + over_one
    assert [parse_gram(pair_to_text(pair)) for pair in found] == found
    assert parse_gram("=нам") == "=нам"


@pytest.mark.parametrize(
    ("masked", "plain"),
    [
        ("зaрaбoтoк", "заработок"),
        ("3аработок", "заработок"),
        ("ｚａｙｍ", "zaym"),
        ("даааааа", "да"),
        ("5000", "0000"),
    ],
)
def test_masked_letters_are_read_as_what_they_stand_for(masked: str, plain: str):
    assert set(features(plain)) - set(features(masked)) == set()


def test_of_an_address_counts_that_it_is_one_and_whose_messenger():
    assert features("https://www.Okna-1.site/a/b?c=d") == ["\x01address"]
    assert features("https://t.me/kanal") == ["\x01address", "\x01host me", "\x01host t"]
    assert features("a.b@okna.ru") == ["\x01mail"]


def test_tokens_and_their_places_are_the_same():
    text = "Окна! www.okna.ru — звоните: 8-900-…_и_всё😀😀"
    assert [text[start:end] for start, end in token_spans(text)] == tokens(text)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_has_two_shares_and_shown_words_within_it(text: str):
    found = scores(text)
    assert set(found) == set(HEADS)
    assert all(0 <= share <= 1 for share in found.values())
    for head in HEADS:
        assert all(0 <= start < end <= len(text) and 0 < share <= 1 for start, end, share in top_features(text, head))


def test_a_long_word_is_cut():
    assert max(map(len, tokens("ы" * 10_000 + "!" * 10_000))) == 40
