"""Suggested words stand beside their sentences; without them the pieces are the text."""

from tests.written import drafted, working, write
from veche.posts.domain.changes import Paragraphs, changed_words
from veche.posts.domain.comments import Place, comment
from veche.posts.domain.suggest import Seen, suggest
from veche.posts.lines import discussion_of
from veche.posts.models import Post
from veche.posts.passages import MOST_OFFERS, OfferedWords, Passage, offered_words
from veche.posts.remark_places import with_places
from veche.staff.models import Person

BASE = "Горку зальём в понедельник: морозы. Огни зажжём в 18:00.\n\nКоньки до 21:00. Приходите."
PROPOSED = BASE.replace("в понедельник", "во вторник").replace("21:00", "20:00")


def offered(post: Post, reader: Person, *, compared: Paragraphs | None = None) -> OfferedWords:
    return offered_words(discussion_of(post, reader), working(post).text, compared=compared)


def said(passage: Passage, *kinds: str) -> list[str]:
    return ["".join(one.text for one in pieces if one.kind in kinds) for pieces in passage.paragraphs]


def test_each_sentence_is_followed_by_the_words_suggested_for_it(alice: Person, dave: Person):
    post = drafted(alice, text=BASE)
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    found = offered(post, alice)

    assert [said(one, "", "del") for one in found.passages] == [
        ["Горку зальём в понедельник: морозы."],
        [" Огни зажжём в 18:00.", "Коньки до 21:00."],
        [" Приходите."],
    ]
    assert [said(one, "", "ins")[-1] for one in found.passages[:2]] == [
        "Горку зальём во вторник: морозы.",
        "Коньки до 20:00.",
    ]
    assert [[offer.words for offer in one.offers] for one in found.passages] == [["во вторник"], ["20:00"], []]
    assert ([number for _one, number in found.several], found.rest) == ([2], [])


def test_a_second_suggestion_for_a_sentence_brings_its_own_words(alice: Person, dave: Person, erin: Person):
    post = drafted(alice, text=BASE)
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    suggest(post=post, by=erin, seen=Seen(BASE), text=BASE.replace("в понедельник", "в среду"))

    first = offered(post, alice).passages[0]

    assert [(offer.suggestion.author, offer.in_text) for offer in first.offers] == [(erin, True), (dave, False)]


def test_the_shown_changes_are_cut_and_not_changed(alice: Person, dave: Person):
    old = BASE.replace("18:00", "19:00").replace("Приходите", "Приводите детей")
    post = drafted(alice, text=BASE)
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    compared = changed_words(old, BASE)

    found = offered(post, alice, compared=compared)

    whole = [one for passage in found.passages for pieces in passage.paragraphs for one in pieces]
    before = [one for pieces in compared for one in pieces]
    for kind in ("", "ins", "del"):
        assert "".join(one.text for one in whole if one.kind == kind) == "".join(
            one.text for one in before if one.kind == kind
        )
    assert [len(one.offers) for one in found.passages] == [1, 1, 0]
    assert said(found.passages[0], "", "ins") == ["Горку зальём в понедельник: морозы."]
    assert all(not offer.in_text for one in found.passages for offer in one.offers)


def test_words_about_another_text_stand_under_it(alice: Person, dave: Person):
    post = drafted(alice, text=BASE)
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    discussion = discussion_of(post, alice)

    for text, compared in (("Другой текст.", None), (BASE, [])):
        found = offered_words(discussion, text, compared=compared)
        assert (found.passages, found.rest) == ((), discussion.waiting)
    write(post, alice, BASE.replace("21:00", "22:00"))
    [rest] = offered(post, alice).rest
    assert [one.change.old for one in rest.changes] == ["Коньки до 21:00."]


def test_many_suggestions_do_not_hide_the_text(alice: Person, dave: Person):
    text = " ".join(f"Дом {number} без воды." for number in range(30))
    post = drafted(alice, text=text)
    suggest(post=post, by=dave, seen=Seen(text), text=text.replace("без воды", "без тепла"))

    found = offered(post, alice)

    assert sum(len(one.offers) for one in found.passages) == MOST_OFFERS
    assert sum(len(line.changes) for line in found.rest) == 30 - MOST_OFFERS


def with_remarks(post: Post, reader: Person, *, compared: Paragraphs | None = None) -> OfferedWords:
    discussion = discussion_of(post, reader)
    found = offered_words(discussion, working(post).text, compared=compared)
    return with_places(found, discussion.remarks, working(post).text, compared=compared)


def test_the_words_that_a_remark_is_about_are_marked_where_they_stand(alice: Person, dave: Person):
    post = drafted(alice, text=BASE)
    for quote in ("Огни зажжём", "в 18:00", "Приходите", "слов больше нет"):
        comment(post=post, by=dave, text=f"Точно: {quote}?", place=Place(Seen(f"{BASE} слов больше нет"), quote))

    alone = with_remarks(post, alice)
    old = BASE.replace("18:00", "19:00")
    beside_changes = with_remarks(post, alice, compared=changed_words(old, BASE))
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    beside_offers = with_remarks(post, alice)

    assert [[said(one, "mark") for one in found.passages] for found in (alone, beside_changes, beside_offers)] == [
        [["Огни зажжёмв 18:00", "Приходите"]],
        [["Огни зажжёмв ", "Приходите"]],
        [[""], ["Огни зажжёмв 18:00", ""], ["Приходите"]],
    ]
    assert [said(one, "", "mark", "del") for one in beside_offers.passages] == [
        ["Горку зальём в понедельник: морозы."],
        [" Огни зажжём в 18:00.", "Коньки до 21:00."],
        [" Приходите."],
    ]


def test_an_unchanged_text_that_is_not_shown_is_not_shown_for_a_mark(alice: Person, dave: Person):
    post = drafted(alice, text=BASE)
    comment(post=post, by=dave, text="Точно?", place=Place(Seen(BASE), "18:00"))

    assert (with_remarks(post, alice, compared=[]).passages, with_remarks(drafted(alice), alice).passages) == ((), ())
