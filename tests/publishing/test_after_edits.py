"""A post that was corrected or withdrawn, or is being corrected: one true row for each network."""

from django.urls import reverse

from tests.factories import make_account
from tests.markup import element, words
from tests.people import client_of
from tests.publishing.test_edit_agreed import Browser, say_yes
from tests.publishing.test_release import put
from tests.written import approved, drafted, with_picture, working
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person


def corrected_twice(alice: Person, carol: Person) -> Post:
    vk = make_account(alice.administration, responsible=alice)
    post = approved(alice, carol, accounts=[vk]).post
    Act.objects.update(state=ActState.CONFIRMED, remote_id="7", proof="answer")
    for text in ("Каток закрыт", "Каток закрыт до весны"):
        browser = Browser(alice, post)
        browser.press("save", script=True, text=text)
        browser.press("ask")
        put(say_yes(post, carol), "vk", ActState.CONFIRMED)
    return post


def test_each_network_has_one_row_and_the_rest_is_history(alice: Person, carol: Person):
    post = corrected_twice(alice, carol)

    page = client_of(alice).get(reverse("publishing:detail", args=[post.pk])).content.decode()
    acts = element(page, "ul.acts")
    now_ = words(acts.replace(element(acts, "details.tries"), ""))

    assert page.count('href="#hand-') == 0
    assert now_.count("версия") == 1
    assert "версия 3" in now_
    assert "прежние отправки: 2" in words(page)


def test_the_editor_says_that_the_post_is_out(alice: Person, carol: Person):
    post = corrected_twice(alice, carol)

    opened = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).context["badge"]
    browser = Browser(alice, post)
    begun = browser.press("save", script=True, text="Каток открыт").json()["badge"]

    assert (opened, begun) == ("вышла, версия 3", "вышла, исправление пишут, версия 4")


def test_nothing_is_counted_any_more_under_what_was_withdrawn(alice: Person, carol: Person):
    post = corrected_twice(alice, carol)
    before = client_of(alice).get(reverse("publishing:detail", args=[post.pk])).content.decode()
    withdraw(post=post, by=alice, reason="Ошибка")

    page = client_of(alice).get(reverse("publishing:detail", args=[post.pk])).content.decode()

    assert "Ещё не считали" in before
    assert "Ещё не считали" not in page
    assert "Сколько увидели" not in page


def test_what_has_a_photo_is_planned_as_a_photo(alice: Person):
    post = drafted(alice)
    with_picture(post, alice)

    ask_about(version=working(post), by=alice)

    post.plan_item.refresh_from_db()
    assert post.plan_item.format == "photo"


def test_a_window_without_networks_cannot_be_sent(alice: Person):
    browser = Browser(alice, drafted(alice))
    del browser.fields["accounts"]

    asked = browser.client.post(
        reverse("publishing:look", args=[browser.post.pk]), browser.fields, headers={"HX-Request": "true"}
    )
    page = words(asked.content.decode())

    assert "Не выбрано, куда выйдет запись" in page
    assert "отправить можно" not in page  # beside «Перед отправкой»


def test_a_window_on_an_edit_that_was_given_up_is_told(alice: Person, bob: Person, carol: Person):
    post = approved(alice, carol).post
    mine = Browser(alice, post)
    mine.press("save", script=True, accounts=mine.fields["accounts"][:1])
    Browser(bob, post).press("give_up")

    said = mine.press("save", script=True, text="Каток закрыт").json()
    more = mine.press("save", script=True, text="Каток закрыт до весны").json()

    assert ("отказались" in said["stand"], "отказались" in more["stand"]) == (True, False)
    assert said["theirs"].keys() == {"accounts"}
    assert (said["badge"], len(said["theirs"]["accounts"])) == ("черновик, версия 3", 2)
