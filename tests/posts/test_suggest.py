"""A department suggests other words; the press takes or leaves each sentence."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.written import asked, drafted, working, write
from veche.alarms.models import Alarm
from veche.approval.domain.authors import authors
from veche.journal.models import Entry
from veche.posts.domain.news import read_decided, read_suggested
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import Seen, Side, leave, suggest, take, withdraw
from veche.posts.errors import ChangeDecided, PostError
from veche.posts.lines import discussion_of
from veche.posts.models import Post, Suggestion
from veche.staff.models import Person

BASE = "Горку начнём заливать в понедельник. Огни зажжём в 18:00.\n\nКоньки напрокат до 21:00."
PROPOSED = BASE.replace("в понедельник", "во вторник").replace("21:00", "20:00")


def suggested(post: Post, by: Person, *, base: str = BASE, text: str = PROPOSED) -> Suggestion:
    side = Side(department=by.department)
    return suggest(post=post, by=by, seen=Seen(base), text=text, note="воду привезут в понедельник", side=side)


def states(suggestion: Suggestion) -> list[tuple[str, str, object]]:
    return [(one.old, one.state, one.by) for one in suggestion.changes.all()]


def verbs(post: Post) -> list[str]:
    return list(
        Entry.objects.filter(object_type="posts.post", object_id=str(post.pk))
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_taken_words_make_a_new_version_with_the_suggesters_hand(alice: Person, bob: Person, dave: Person):
    post = asked(alice, text=BASE).sheet.version.post
    made = suggested(post, dave)
    first, second = made.changes.all()

    take(suggestion=made, by=bob, changes=[first.pk])
    leave(suggestion=made, by=bob, changes=[second.pk], reason="прокат сказал иначе")

    version = latest_version(post)
    made.refresh_from_db()
    assert (version.number, version.frozen_at) == (2, None)
    assert version.text == BASE.replace("в понедельник", "во вторник")
    assert (set(version.suggesters.all()), authors(version)) == ({dave}, {alice.pk, bob.pk})
    assert states(made) == [
        ("Горку начнём заливать в понедельник.", "taken", bob),
        ("Коньки напрокат до 21:00.", "left", bob),
    ]
    assert (made.is_open, second.suggestion.changes.get(pk=second.pk).reason) == (False, "прокат сказал иначе")
    assert verbs(post)[-4:] == [
        "post.suggested",
        "post.new_version",
        "post.suggestion_taken",
        "post.suggestion_left",
    ]


def test_the_press_is_told_once_and_the_suggester_what_became_of_it(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggested(post, dave)
    again = suggested(post, dave)
    waiting = read_suggested(alice.administration, alice, [made.pk])

    take(suggestion=made, by=bob)

    assert again == made
    told = Alarm.objects.of(alice.administration).order_by("pk").values_list("kind", "person")
    assert list(told) == [("posts.suggested", alice.pk), ("posts.decided", dave.pk)]
    assert waiting[made.pk].title == "Открыли каток"
    assert read_suggested(alice.administration, alice, [made.pk]) == {}
    lines = read_decided(alice.administration, dave, [made.pk])[made.pk].lines
    assert lines == ("Ваши слова взяли в текст целиком.",)
    assert latest_version(post).text == PROPOSED


def test_somebodys_edit_is_not_overwritten(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggested(post, dave)
    write(post, alice, BASE.replace("до 21:00", "до десяти вечера"), telegram="Коротко")
    gone = made.changes.get(old__startswith="Коньки")

    take(suggestion=made, by=bob)

    version = working(post)
    made.refresh_from_db()
    assert version.text == BASE.replace("в понедельник", "во вторник").replace("до 21:00", "до десяти вечера")
    assert [variant.text for variant in version.variants.all()] == ["Коротко"]
    assert (made.is_open, states(made)[1][1]) == (True, "waiting")
    with pytest.raises(PostError, match="уже другой"):
        take(suggestion=made, by=bob, changes=[gone.pk])
    leave(suggestion=made, by=bob)
    made.refresh_from_db()
    assert (made.is_open, states(made)[1][1]) == (False, "outdated")


def test_the_own_text_of_a_network_is_corrected_alone(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    write(post, alice, BASE, telegram="Горка в понедельник.")

    made = suggest(post=post, by=dave, seen=Seen("Горка в понедельник.", "telegram"), text="Горка во вторник.")
    take(suggestion=made, by=bob)

    version = working(post)
    assert (version.text, version.variants.get().text) == (BASE, "Горка во вторник.")


def test_suggestions_about_own_texts_are_read_in_a_constant_number_of_queries(
    alice: Person, dave: Person, django_assert_max_num_queries: DjangoAssertNumQueries
):
    post = drafted(alice, text=BASE)
    write(post, alice, BASE, telegram="Горка в понедельник.")
    for day in ("вторник", "среду", "четверг"):
        suggest(post=post, by=dave, seen=Seen("Горка в понедельник.", "telegram"), text=f"Горка в {day}.")

    with django_assert_max_num_queries(5):
        found = discussion_of(post, alice)

    assert [line.fitting for line in found.waiting] == [1, 1, 1]


def test_whoever_is_second_is_told_who_decided(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggested(post, dave)
    take(suggestion=made, by=bob)

    with pytest.raises(ChangeDecided, match="Это уже решили: bob, взяли"):
        leave(suggestion=made, by=alice)
    with pytest.raises(ChangeDecided, match="Это уже решили: bob, взяли"):
        withdraw(suggestion=made, by=dave)

    assert working(post).text == PROPOSED


def test_words_taken_back_cannot_be_taken(alice: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggested(post, dave)
    withdraw(suggestion=made, by=dave)

    with pytest.raises(ChangeDecided, match="забрал назад тот, кто их предложил: dave"):
        take(suggestion=made, by=alice)

    assert (working(post).text, made.changes.count()) == (BASE, 0)


def test_the_same_words_are_no_suggestion(alice: Person, dave: Person):
    with pytest.raises(PostError, match="не изменили ни слова"):
        suggested(drafted(alice, text=BASE), dave, text=BASE)
