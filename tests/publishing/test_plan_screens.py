"""Change hour and networks, remove from the plan and restore: on the page of a publication."""

import html
import re
from datetime import timedelta

from django.urls import reverse

from tests.markup import element, words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.publishing.test_editor import page_of
from tests.publishing.test_release import acts_of, put
from tests.publishing.test_screens import titles
from tests.written import approved, asked, tomorrow, working, write
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import local
from veche.kit.moments import spoken
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Administration, Person


def test_another_hour_and_other_networks(window: Window):
    vk = window.post.plan_item.accounts.get(network="vk")
    later = local(tomorrow() + timedelta(days=3), "Asia/Barnaul")

    answer = window.press(
        "save", text="Дописал", day=later.date().isoformat(), time=f"{later:%H:%M}", accounts=[vk.pk], aimed="1"
    )

    item = PlanItem.objects.of(vk.administration).get()
    assert answer.status_code == 302
    assert (local(item.publish_at, "Asia/Barnaul"), list(item.accounts.all())) == (later, [vk])
    assert working(window.post).text == "Дописал"


def test_an_hour_that_passed_moves_nothing_and_keeps_the_text(window: Window):
    item = window.post.plan_item
    vk = item.accounts.get(network="vk")

    answer = window.press("save", text="Дописал", day="2020-01-01", time="12:00", accounts=[vk.pk], aimed="1")

    fresh = PlanItem.objects.of(item.administration).get()
    assert answer.status_code == 422
    assert "Это время уже прошло." in page_of(answer)
    assert "Дописал</textarea>" in page_of(answer)
    assert fresh.publish_at == item.publish_at
    assert fresh.accounts.count() == 2
    assert working(window.post).text == "Дописал"


def test_no_network_at_all_is_told(window: Window):
    answer = window.press("save", day="2099-01-01", time="12:00", aimed="1")

    assert "Отметьте хотя бы одну сеть" in page_of(answer)
    assert window.post.plan_item.accounts.count() == 2


def test_an_approved_post_moves_with_its_acts(alice: Person, carol: Person):
    version = approved(alice, carol)
    later = local(tomorrow() + timedelta(days=3), "Asia/Barnaul")

    answer = client_of(alice).post(
        f"/posts/{version.post_id}/move/", {"day": later.date().isoformat(), "time": f"{later:%H:%M}"}
    )

    assert answer.headers["Location"] == f"/posts/{version.post_id}/"
    assert {act.due_at for act in Act.objects.of(alice.administration)} == {later}


def test_what_is_out_is_not_moved(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.CONFIRMED)
    browser = client_of(alice)

    moved = browser.post(f"/posts/{version.post_id}/move/", {"day": "2099-01-01", "time": "12:00"})
    refused = browser.post(f"/posts/{version.post_id}/drop-from-plan/", follow=True)

    assert "Запись уже уходит или вышла, её час не изменить." in page_of(moved)
    assert "Запись уже вышла или уходит: снять с плана нельзя." in page_of(refused)
    assert acts_of(version.post) == {(1, "vk"): "confirmed", (1, "telegram"): "planned"}


def test_taken_out_of_the_plan(alice: Person, carol: Person, rubtsovsk: Administration):
    version = approved(alice, carol)

    shown = page_of(client_of(alice).post(f"/posts/{version.post_id}/drop-from-plan/", follow=True))

    assert "снята с плана" in shown
    assert set(acts_of(version.post).values()) == {"cancelled"}


def test_what_left_the_plan_promises_nothing_and_comes_back(alice: Person, carol: Person):
    step = asked(alice, title="Лыжня")
    post, browser = step.sheet.version.post, client_of(alice)
    hour = post.plan_item.publish_at

    gone = page_of(browser.post(reverse("publishing:drop_from_plan", args=[post.pk]), follow=True))
    found = titles(browser.get("/posts/", {"q": "лыжня"}))
    too_late = browser.post(
        reverse("web:item_restore", args=[post.plan_item.pk]), {"day": "2020-01-01", "time": "12:00"}
    )
    [undo] = re.findall(r'action="([^"]+/restore/[?][^"]+)"', gone)
    back = page_of(browser.post(html.unescape(undo), follow=True))

    post.refresh_from_db()
    assert "уйдёт, когда согласуют" not in gone
    assert "ждёт согласия" not in gone
    assert "Вернуть в план" in gone
    assert found == ["Лыжня"]
    assert (too_late.status_code, "Это время уже прошло" in too_late.content.decode()) == (422, True)
    assert post.plan_item.cancelled_at is None
    assert post.plan_item.publish_at == hour
    assert post.state == "draft"
    assert "Отправьте на согласование ещё раз" in back
    assert Entry.objects.filter(verb="plan.restored").count() == 1


def test_the_page_says_at_its_top_where_the_post_stands(alice: Person, carol: Person):
    """Step by step: agreed, out in one network, in both, corrected."""
    version, browser = approved(alice, carol), client_of(alice)
    post = version.post

    def said() -> str:
        return words(element(element(page_of(browser.get(f"/posts/{post.pk}/")), "div#post-state"), "span.status"))

    found = [said()]
    put(version, "vk", ActState.CONFIRMED)
    for state in (ActState.FAILED, ActState.CONFIRMED):
        put(version, "telegram", state)
        found.append(said())
    assert rewrite(post=post, by=alice).number == 2
    write(post, alice, "Каток закрыт.")
    found.append(said())
    ask(version=working(post), by=alice, correction=True)
    found.append(said())

    out = ["вышла, но не везде", "вышла", "вышла, исправление пишут", "вышла, исправление ждёт согласия"]
    assert found == ["согласована", *out]


def test_a_version_that_goes_out_is_named_beside_the_one_that_waits(alice: Person, carol: Person):
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    write(post, alice, "Каток закрыт.")
    ask(version=working(post), by=alice)

    shown = page_of(client_of(alice).get(f"/posts/{post.pk}/"))

    when = spoken(post.plan_item.publish_at, post.administration.time_zone)
    assert f"версия 2 ждёт согласия, версия 1 уйдёт {when}" in shown
    assert "пока правку не согласовали" in shown


def test_what_came_back_shows_the_remark_first(alice: Person, carol: Person):
    step = asked(alice)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где адрес?")

    shown = page_of(client_of(alice).get(f"/posts/{step.sheet.version.post.pk}/"))

    assert shown.index("Вернули с замечанием") < shown.index("Где адрес?") < shown.index("В сетях")
    assert "уйдёт, когда поправят и согласуют" in shown
    assert re.search(r'class="btn btn-primary"[^>]*><svg(?:(?!</button>).)*Править', shown)


def test_words_in_the_window_outlive_the_plan(window: Window):
    window.press("drop_from_plan", text="Дописал напоследок")

    assert working(window.post).text == "Дописал напоследок"
    refused = window.browser.get(f"/posts/{window.post.pk}/edit/", follow=True)
    assert "Запись сняли с плана, поэтому править её нельзя. Верните её в план: текст цел." in page_of(refused)
