from veche.kernel.mapped_memory import release_clean_pages
from veche.morphology.words import _analyzer, in_sentence, inflected, is_known, lemmas, readings


def test_a_word_is_known_or_not():
    assert is_known("ёжик") is True
    assert is_known("Ежи") is True
    assert is_known("вайбово") is False


def test_every_reading_of_a_word():
    assert lemmas("стали") == {"стать", "сталь"}
    assert lemmas("зюзюкнул") == frozenset()


def test_neighbours_decide():
    words = ["Глава", "примет", "меры", "."]
    assert [reading and (reading.lemma, reading.pos) for reading in in_sentence(words)] == [
        ("глава", "NOUN"),
        ("принять", "VERB"),
        ("мера", "NOUN"),
        (".", "PUNCT"),
    ]


def test_what_is_no_word_has_no_reading():
    assert (readings("\u200b"), readings("")) == ((), ())
    assert in_sentence(["Да", "\u200b"])[1] is None


def test_a_form_that_there_is_and_one_that_there_is_not():
    verb = readings("контролировать")[0]
    assert inflected(verb, Tense="Pres", Number="Sing", Person="3", VerbForm="Fin", Mood="Ind") == "контролирует"
    assert inflected(readings("ножницы")[0], Number="Sing") is None


def test_the_dictionary_answers_after_its_pages_were_given_back():
    release_clean_pages(_analyzer().path)
    assert lemmas("стали") == {"стать", "сталь"}
