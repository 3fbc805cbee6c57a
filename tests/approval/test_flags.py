"""The mark «нужен юрист» on the page of a post."""

from django.urls import reverse

from tests.approval.routes import route, standing
from tests.markup import words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from tests.written import drafted, working
from veche.approval.domain.ask import ask
from veche.approval.models import LegalFlag
from veche.journal.models import Entry
from veche.posts.models import Post
from veche.staff.models import Person

LAWYER, HEAD = (1, "lawyer"), (2, "press_head")


def press(person: Person, name: str, post: Post, **typed: str):
    return client_of(person).post(reverse(f"publishing:{name}", args=[post.pk]), typed, follow=True)


def flags_of(post: Post) -> list[tuple[str, str]]:
    return [(one.reason, one.by.display_name) for one in LegalFlag.objects.of(post.administration_id).filter(post=post)]


def verbs_of(post: Post) -> list[str]:
    found = Entry.objects.of(post.administration_id).filter(verb__endswith="flagged").order_by("number")
    return list(found.values_list("verb", flat=True))


def test_a_marked_post_is_asked_of_the_lawyer_and_the_mark_is_taken_off(alice: Person, carol: Person, audrey: Person):
    route(alice.administration, LAWYER, HEAD, name="С юристом", flagged=True)
    post, other = drafted(alice), drafted(alice)

    shown = words(page_of(press(alice, "flag", post, reason="Просим телефоны")))

    assert "Его спросят, когда запись отправят на согласование" in shown
    assert "Просим проверить: Просим телефоны" in shown
    assert standing(ask(version=working(post), by=alice)) == [
        ("Юрист", "asked"),
        ("Начальник пресс-службы", "later"),
    ]
    assert flags_of(post) == [("Просим телефоны", "alice")]
    press(alice, "flag", other, reason="Цены")
    press(carol, "unflag", other)
    assert (flags_of(other), standing(ask(version=working(other), by=alice))) == (
        [],
        [("Начальник пресс-службы", "asked")],
    )
    assert verbs_of(post) == ["approval.flagged", "approval.flagged", "approval.unflagged"]


def test_a_mark_without_a_reason_is_refused_in_words(alice: Person):
    post = drafted(alice)

    refused = press(alice, "flag", post, reason=" ")

    assert refused.status_code == 422
    assert flags_of(post) == []
    assert verbs_of(post) == []
    assert "Напишите, что проверить юристу" in words(refused.content.decode())


def test_who_marks_a_waiting_post_is_told_that_it_was_asked_without_the_lawyer(alice: Person, carol: Person):
    post = drafted(alice)
    ask(version=working(post), by=alice)

    assert "Об отправленной версии уже спросили без него" in words(page_of(press(alice, "flag", post, reason="Цены")))
