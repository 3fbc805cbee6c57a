"""A post has one hour on every page: that of the version to be sent, until approval sets the plan's."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from tests.markup import element, elements, words
from tests.people import client_of
from tests.publishing.test_edit_agreed import Browser, at, placed, say_yes
from tests.publishing.test_editor import page_of
from tests.written import approved
from veche.approval.enums import Verdict
from veche.kit.moments import spoken
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post
from veche.publishing.domain.change import drop_from_plan, move
from veche.publishing.domain.queries import hour_shown
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person


def hours(post: Post, by: Person) -> tuple[str, str]:
    """In «В сетях» of the post's page, and by the query of «Сегодня»."""
    page = page_of(client_of(by).get(reverse("publishing:detail", args=[post.pk])))
    found = Post.objects.of(post.administration).annotate(goes_at=hour_shown(post.administration)).get(pk=post.pk)
    (header,) = (one for one in elements(page, "header.card-head") if 'id="acts-title"' in one)
    return words(element(header, "span.aside")), spoken(found.goes_at, post.administration.time_zone)


def test_the_post_page_and_today_say_one_hour(alice: Person, carol: Person):
    """Whether the version with another hour is begun, held, asked about or returned."""
    post = approved(alice, carol).post
    was, _networks = placed(post)
    said = spoken(was.replace(second=0, microsecond=0), alice.administration.time_zone)
    browser = Browser(alice, post)
    day, hour = at(post.plan_item, hours=3)

    def is_on_today() -> bool:
        today = page_of(browser.client.get("/"))
        return f"в плане {said}" in today or f"выходит {said}" in today

    def send_back() -> None:
        step = latest_version(post).sheet.steps.get()
        decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где?")

    steps: dict[str, tuple[Callable[[], object], bool]] = {
        "agreed": (lambda: browser.press("save", script=True, day=day, time=hour), False),
        "held": (lambda: browser.press("hold"), True),
        "asked": (lambda: browser.press("ask"), False),
        "returned": (send_back, True),
    }
    for state, (press, is_there) in steps.items():
        press()

        assert hours(post, alice) == (said, said), state
        assert is_on_today() is is_there, state


def test_an_agreed_hour_is_the_plans_from_then_on(alice: Person, carol: Person):
    """Moved in the plan afterwards, the post shows and keeps the plan's hour, also after another edit."""
    post = approved(alice, carol).post
    day, hour = at(post.plan_item, hours=3)
    Browser(alice, post).press("ask", day=day, time=hour)
    say_yes(post, carol)
    item = Post.objects.get(pk=post.pk).plan_item
    moved = move(item=item, by=alice, publish_at=item.publish_at + timedelta(hours=2))
    post = Post.objects.get(pk=post.pk)
    said = spoken(moved.publish_at, alice.administration.time_zone)

    assert hours(post, alice) == (said, said)
    editor = page_of(client_of(alice).get(reverse("publishing:edit", args=[post.pk])))
    Browser(alice, post).press("save", script=True, text="Каток закрыт")
    assert "В плане пока" not in editor
    assert (latest_version(post).publish_at, latest_version(post).hour) == (None, moved.publish_at)


def test_a_held_act_says_what_became_of_it(alice: Person, carol: Person):
    replaced, dropped = (approved(alice, carol, title=title).post for title in ("Каток", "Ёлка"))
    for post in (replaced, dropped):
        browser = Browser(alice, post)
        browser.press("save", script=True, text="Каток закрыт")
        browser.press("hold")
    Browser(alice, replaced).press("ask")
    say_yes(replaced, carol)
    drop_from_plan(item=dropped.plan_item, by=alice)

    told = {
        post.plan_item.title: set(
            Act.objects.filter(delivery__version__post=post, state="cancelled").values_list("reason", flat=True)
        )
        for post in (replaced, dropped)
    }
    assert told == {"Каток": {"Текст изменили: вместо неё уйдёт новая версия."}, "Ёлка": {"Запись сняли с плана."}}
