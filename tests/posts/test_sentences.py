"""A suggested text, taken sentence by sentence."""

from hypothesis import given
from hypothesis import strategies as st

from veche.posts.domain.sentences import SentenceChange, pieces, places_in, replaced, sentence_changes

BASE = "Горку начнём заливать в понедельник. Огни зажжём в 18:00.\n\nКоньки напрокат до 21:00."
parts = st.lists(
    st.sampled_from(["Каток открыт.", "Каток закрыт.", "Вход свободный!", " ", "\n\n", "Приходите", "до 20:00."]),
    max_size=8,
).map("".join)
texts = st.one_of(parts, st.text(alphabet="аб.! \n", max_size=12))


def applied(base: str, changes: list[SentenceChange]) -> str:
    return replaced(base, [((change.start, change.end), change.new) for change in changes])


@given(texts)
def test_pieces_are_the_text(text: str):
    assert "".join(pieces(text)) == text


@given(texts, texts, st.data())
def test_any_subset_replaces_exactly_these_sentences(base: str, proposed: str, data: st.DataObject):
    found = sentence_changes(base, proposed)
    chosen = [one for one in found if data.draw(st.booleans())]

    text, at, expected = applied(base, chosen), 0, ""
    for one in found:
        expected += base[at : one.start] + (one.new if one in chosen else base[one.start : one.end])
        at = one.end

    assert text == expected + base[at:]
    assert (applied(base, []), applied(base, found)) == (base, proposed)
    assert places_in(base, base, found) == [(one.start, one.end) for one in found]


@given(texts, texts, texts)
def test_a_place_found_later_still_has_the_old_words(base: str, proposed: str, current: str):
    found = sentence_changes(base, proposed)

    places = places_in(current, base, found)

    assert [one.old for one, place in zip(found, places, strict=True) if place] == [
        current[slice(*place)] for place in places if place
    ]


def test_each_sentence_is_a_change_of_its_own():
    proposed = BASE.replace("в понедельник", "во вторник").replace("21:00", "20:00") + " Приходите."

    assert [(one.old, one.new) for one in sentence_changes(BASE, proposed)] == [
        ("Горку начнём заливать в понедельник.", "Горку начнём заливать во вторник."),
        ("Коньки напрокат до 21:00.", "Коньки напрокат до 20:00. Приходите."),
    ]


def test_what_somebody_changed_meanwhile_is_not_overwritten():
    found = sentence_changes(BASE, BASE.replace("в понедельник", "во вторник").replace("21:00", "20:00"))
    current = "Скоро каток! " + BASE.replace("до 21:00", "до десяти вечера")

    first, second = places_in(current, BASE, found)

    assert second is None
    assert first is not None
    assert replaced(current, [(first, found[0].new)]) == "Скоро каток! " + BASE.replace(
        "в понедельник", "во вторник"
    ).replace("до 21:00", "до десяти вечера")


def test_words_are_added_only_between_their_neighbours():
    added = SentenceChange(start=36, end=36, old="", new=" Лёд крепкий.")
    assert sentence_changes(BASE, applied(BASE, [added])) == [added]

    assert places_in(BASE.replace("18:00", "17:00"), BASE, [added]) == [(36, 36)]
    assert places_in(BASE.replace("понедельник", "среду"), BASE, [added]) == [None]
