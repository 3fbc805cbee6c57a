"""Differences of two texts by word, without losing any word."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.written import asked, with_picture, write
from veche.approval.enums import Verdict
from veche.posts.domain.changes import Piece, changed_words, changes, joined
from veche.posts.domain.conflict import sides
from veche.posts.domain.queries import versions_of
from veche.posts.domain.rendering import Draft
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

texts = st.text(st.sampled_from("аб в,:\n17ё"), max_size=60)


def test_a_moved_hour_is_one_word():
    old = "Эфир в 17:00.\nТема: снег."
    new = "Эфир в 18:00.\nТема: снег.\nЖдём вопросы."

    assert changed_words(old, new) == [
        [Piece("", "Эфир в "), Piece("del", "17:00"), Piece("ins", "18:00"), Piece("", ".")],
        [Piece("", "Тема: снег.")],
        [Piece("ins", "Ждём вопросы.")],
    ]


@given(texts, texts)
def test_both_texts_can_be_read_out_of_the_pieces(old: str, new: str):
    pieces = [piece for line in changed_words(old, new) for piece in line]

    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old.replace("\n", "")
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new.replace("\n", "")


@given(texts, texts)
def test_the_joined_text_keeps_every_letter_of_both_in_order(mine: str, theirs: str):
    both = joined(mine, theirs)

    assert is_within(mine, both)
    assert is_within(theirs, both)


def is_within(text: str, longer: str) -> bool:
    letters = iter(longer)
    return all(letter in letters for letter in text)


def test_equal_texts_join_to_themselves():
    assert joined("Каток открыт.", "Каток открыт.") == "Каток открыт."


@pytest.mark.timeout(30)
@pytest.mark.parametrize("words", [90, 150])
def test_a_long_text_of_few_words_takes_no_longer(words: int):
    """Word by word it took hours; equal parts before and after the difference are still found."""
    chance = Random(words)
    old, new = (" ".join(str(chance.randrange(words)) for _ in range(20_000)) for _ in range(2))

    (line,) = changed_words(f"Начало {old} конец", f"Начало {new} конец")

    assert "".join(piece.text for piece in line if piece.kind != "ins") == f"Начало {old} конец"
    assert "".join(piece.text for piece in line if piece.kind != "del") == f"Начало {new} конец"
    assert line[0].kind == ""
    assert line[0].text[:7] == "Начало "
    assert line[-1].kind == ""
    assert line[-1].text[-6:] == " конец"
    assert joined(f"Начало {new}", f"Начало {old}").startswith("Начало ")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("between", [" ", ";", ", "])
def test_texts_that_share_no_word_are_compared_at_once(between: str):
    """Blanks and commas alone made it two minutes in one of four threads: any press officer could stop every page."""
    old, new = (between.join(f"{letter}{number}" for number in range(1_000)) for letter in "аб")

    pieces = [piece for line in changed_words(old, new) for piece in line]

    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


@pytest.mark.timeout(30)
def test_every_second_word_of_the_longest_text_is_compared_at_once():
    old, new = (" ".join(f"{number:x} {letter}{number:x}" for number in range(6_000)) for letter in "аб")

    assert "".join(piece.text for line in changed_words(old, new) for piece in line if piece.kind != "ins") == old


def test_many_small_changes_of_a_long_post_are_found_each():
    words = [f"слово{number}" for number in range(600)]
    mended = [word.upper() if number % 12 == 0 else word for number, word in enumerate(words)]

    (line,) = changed_words(", ".join(words), ", ".join(mended))

    assert [piece.text for piece in line if piece.kind == "ins"] == mended[::12]


def test_only_what_differs_is_a_side():
    mine = Draft("Почистят до 18:00.", {"telegram": "Коротко"})
    theirs = Draft("Почистят до 20:00.", {"telegram": "Коротко"})

    found = sides(mine, theirs, ["vk", "telegram"])

    assert [(side.network, side.joined) for side in found] == [("", "Почистят до 20:00 18:00.")]
    assert found[0].mine == [[Piece("", "Почистят до "), Piece("mark", "18:00"), Piece("", ".")]]


def test_changes_of_a_version_name_texts_and_pictures(alice: Person, carol: Person):
    step = asked(alice)
    post = step.sheet.version.post
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где это?")
    rewrite(post=post, by=alice)
    with_picture(post, alice)
    write(post, alice, "Каток на Ленина открыт до восьми вечера.", telegram="Открыт")
    old, new = versions_of(post)

    found = changes(old, new)

    assert [change.network for change in found.texts] == ["", "telegram"]
    assert found.added_pictures == 1
    assert found.removed_pictures == 0
    assert not changes(old, old)
