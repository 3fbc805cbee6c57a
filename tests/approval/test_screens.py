"""The queue and the approval page on a phone; a decision is given once and both sides are notified."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.markup import element, words
from tests.people import client_of, make_person, stand_in
from tests.publishing.test_editor import page_of
from tests.publishing.test_release import put
from tests.written import TEXT, approved, asked, step_of, tomorrow, with_picture, working, write
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.domain.queries import waits_for
from veche.approval.enums import Verdict
from veche.approval.models import Decision, Step
from veche.kit.moments import spoken
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import new_version
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import give_up, hold, take_back_asked
from veche.publishing.domain.place import save_place
from veche.publishing.domain.release import decide_and_release
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.models import Person

QUEUE = "/approval/"
YES = {"verdict": "yes"}


def decide(person: Person, step: Step, **typed: str):
    return client_of(person).post(reverse("publishing:decide", args=[step.pk]), typed, follow=True)


def page(person: Person, step: Step, **query: str) -> str:
    return page_of(client_of(person).get(f"/approval/{step.pk}/", query))


def decisions() -> list[tuple[str, str, str]]:
    return [(said.who, said.verdict, said.note) for said in Decision.objects.order_by("pk")]


def test_the_queue_shows_the_most_urgent_first(alice: Person, carol: Person):
    later = asked(alice, title="Потом", publish_at=tomorrow() + timedelta(days=3))
    sooner = asked(alice, title="Сначала")

    shown = page_of(client_of(carol).get(QUEUE))

    assert shown.index("Сначала") < shown.index("Потом")
    assert [f'href="/approval/{step.pk}/"' in shown for step in (sooner, later)] == [True, True]


def test_the_number_beside_the_place_is_that_of_the_list(alice: Person, bob: Person, carol: Person):
    """A deputy's own text waits for somebody else; for people without a decision all wait for others."""
    stand_in(bob, carol, Role.PRESS_HEAD)
    forget_roles(bob)
    asked(alice, title="Чужая")
    asked(bob, title="Своя")
    found = {}
    for person in (bob, carol, alice):
        shown = client_of(person).get(QUEUE)
        page = shown.content.decode()
        rows = {name: len(shown.context[name]) for name in ("mine", "others")}
        badge = re.search(r'Согласование\s*<span class="count"[^>]*>(\d+)', page)
        found[person.display_name] = (*rows.values(), int(badge[1]) if badge else 0, waits_for(person))

    assert found == {"bob": (1, 1, 1, 1), "carol": (2, 0, 2, 2), "alice": (0, 2, 0, 0)}


def test_the_place_in_the_queue_is_that_of_ones_own_queue(alice: Person, bob: Person, carol: Person):
    stand_in(bob, carol, Role.PRESS_HEAD)
    forget_roles(bob)
    asked(bob, title="Своя", publish_at=tomorrow() - timedelta(hours=2))
    step = asked(alice, title="Чужая")

    said = [client_of(person).get(f"/approval/{step.pk}/").context for person in (bob, carol)]

    assert [(context["place"], context["of"]) for context in said] == [(1, 1), (2, 2)]


def test_an_empty_queue_says_what_is_normal(carol: Person):
    assert "Согласовывать нечего" in page_of(client_of(carol).get(QUEUE))


def test_a_yes_plans_and_says_when(alice: Person, carol: Person):
    step = asked(alice)

    shown = page_of(decide(carol, step, **YES))

    assert "Согласовано. Выйдет завтра в" in shown
    assert decisions() == [("carol", "yes", "")]
    assert Act.objects.of(alice.administration).count() == 2


def test_pressed_twice_is_one_decision(alice: Person, carol: Person):
    step = asked(alice)
    decide(carol, step, **YES)

    again = page_of(decide(carol, step, **YES))

    assert "уже решили" not in again
    assert decisions() == [("carol", "yes", "")]
    assert Act.objects.of(alice.administration).count() == 2


def test_the_second_approver_hears_who_was_first(alice: Person, carol: Person):
    second = make_person(alice.administration, Role.PRESS_HEAD)
    step = asked(alice)
    decide(carol, step, **YES)

    shown = page_of(decide(second, step, verdict="return", note="Нет"))

    assert "По этой версии уже решили: carol, согласовано. Второй ответ не нужен, ничего не потеряно." in shown
    assert decisions() == [("carol", "yes", "")]


def test_back_with_a_remark(alice: Person, carol: Person):
    step = asked(alice)

    shown = page_of(decide(carol, step, verdict="return", note="До скольки?"))

    assert "Вернули с замечанием. Исправят и пришлют снова." in shown
    assert decisions() == [("carol", "return", "До скольки?")]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "Напишите, что поправить"),
        ("  ", "Напишите, что поправить"),
        ("я" * 2001, "Замечание длиннее 2000 знаков. Оно осталось в окне: сократите."),
    ],
)
def test_a_remark_that_is_not_taken_stays_in_the_window(alice: Person, carol: Person, note: str, sentence: str):
    step = asked(alice)

    answer = decide(carol, step, verdict="return", note=note)

    assert answer.status_code == 422
    assert sentence in page_of(answer)
    assert answer.context["form"]["note"].value() == note
    assert decisions() == []


@pytest.mark.parametrize("verdict", ["", "no", "YES"])
def test_an_answer_that_is_none_decides_nothing(alice: Person, carol: Person, verdict: str):
    assert decide(carol, asked(alice), verdict=verdict).status_code == 422
    assert decisions() == []


def test_ones_own_text_has_no_yes_and_says_who_may(alice: Person, carol: Person):
    deputy = make_person(alice.administration, Role.PRESS_OFFICER, name="deputy")
    step = asked(carol)
    nobody = page(carol, step)
    stand_in(deputy, carol, Role.PRESS_HEAD)
    somebody = page(carol, step)

    assert "Назначьте заместителя в разделе «Люди»" in nobody
    assert "Это ваш текст. Его согласует: deputy." in somebody
    assert 'value="yes"' not in nobody + somebody
    assert decide(carol, step, **YES).status_code == 422
    assert decisions() == []


def test_a_deputy_says_yes_in_the_name_of_the_absent(alice: Person, carol: Person):
    deputy = make_person(alice.administration, Role.PRESS_OFFICER, name="deputy")
    stand_in(deputy, carol, Role.PRESS_HEAD)
    step = asked(alice)

    decide(deputy, step, **YES)

    said = Decision.objects.of(alice.administration).get()
    assert (said.person, said.acting_for) == (deputy, carol)
    assert "замещает: carol" in page(alice, step)


def test_what_changed_since_the_remark(alice: Person, carol: Person):
    first = asked(alice)
    post = first.sheet.version.post
    decide_and_release(step=first, by=carol, verdict=Verdict.RETURN, note="До восьми")
    rewrite(post=post, by=alice)
    write(post, alice, TEXT.replace("девяти", "восьми"), telegram="Свой текст")
    with_picture(post, alice, alt="Лёд")
    write(post, alice, TEXT.replace("девяти", "восьми"), telegram="Свой текст")
    ask(version=working(post), by=alice)
    step = step_of(latest_version(post))

    changed, clean = page(carol, step), page(carol, step, view="clean")

    assert "Вы просили: «До восьми»" in changed.replace("</span>", "").replace("<span>", "")
    assert "<del>девяти</del><ins>восьми</ins>" in changed
    assert "Добавили 1" in changed
    assert ("<del>" in clean, "восьми вечера" in clean) == (False, True)


def test_what_was_taken_back_has_no_buttons(alice: Person, carol: Person):
    step = asked(alice)
    take_back_asked(post=step.sheet.version.post, by=alice)

    shown = page(carol, step)
    refused = page_of(decide(carol, step, **YES))

    assert ("Автор забрал запись и правит её" in shown, 'value="yes"' in shown) == (True, False)
    assert "Автор забрал запись" in refused
    assert decisions() == []


@pytest.mark.parametrize("who", ["alice", "dave", "helen", "audrey"])
def test_a_read_only_role_has_no_buttons(who: str, alice: Person, carol: Person, request: pytest.FixtureRequest):
    shown = page(request.getfixturevalue(who), asked(alice))

    assert (TEXT in shown, "/decide/" in shown) == (True, False)


def test_the_number_in_the_menu_is_of_what_one_may_decide(alice: Person, carol: Person, django_assert_num_queries):
    asked(alice)
    asked(carol)
    waits_for(alice), waits_for(carol)

    with django_assert_num_queries(0):
        assert waits_for(alice) == 0
    with django_assert_num_queries(1):
        assert waits_for(carol) == 1


def test_a_correction_is_shown_against_what_stands(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.CONFIRMED)
    rewrite(post=version.post, by=alice)
    write(version.post, alice, TEXT.replace("девяти", "десяти"))
    step = step_of(ask(version=working(version.post), by=alice, correction=True).version)

    shown = page(carol, step)
    queue = page_of(client_of(carol).get(QUEUE))

    assert ("Что изменилось" in shown, "сразу изменим записи" in shown) == (True, True)
    assert ("<del>девяти</del>" in shown, "<ins>десяти</ins>" in shown) == (True, True)
    assert "исправление вышедшей" in queue
    done = decide(carol, step, **YES)
    assert "Правка уходит в сети" in page_of(done)


def test_a_long_remark_is_folded_in_the_lists(alice: Person, carol: Person):
    """At most 2000 characters; a short one is shown whole."""
    note = "Проверьте адрес. " * 117
    step = asked(alice)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note=note)
    post = step.sheet.version.post

    pages = [
        page_of(client_of(alice).get(url))
        for url in (
            QUEUE,
            reverse("publishing:detail", args=[post.pk]),
            reverse("publishing:versions", args=[post.pk]),
            "/",
        )
    ]

    assert [shown.count('<details class="fold">') > 0 for shown in pages] == [True] * 4
    assert all("Показать целиком" in shown and note.strip() in shown for shown in pages)


def test_a_short_remark_is_not(alice: Person, carol: Person):
    step = asked(alice)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="До скольки?")

    assert 'class="fold"' not in page_of(client_of(alice).get(QUEUE))


def spoken_of(page: str) -> str:
    return words(page)


@pytest.mark.parametrize("held", [False, True])
def test_who_approves_hears_which_agreed_version_a_yes_replaces(alice: Person, carol: Person, held: bool):
    post = approved(alice, carol).post
    vk = post.plan_item.accounts.get(network="vk")
    begin(post, alice, accounts=[vk])
    if held:
        hold(post=post, by=alice)
    step = ask(version=latest_version(post), by=alice).steps.get()
    at = spoken(post.plan_item.publish_at, "Asia/Barnaul")

    shown = spoken_of(page(carol, step))

    waits = f"Версию 1 уже согласовали, она ждёт выхода {at}."
    stays = f"{alice.display_name}: сама она не уйдёт."
    assert [waits in shown, stays in shown] == [not held, held]
    assert f"Ваше «да» заменит её: {at} выйдет эта. Телеграм: не выйдет ничего." in shown


def test_a_correction_names_only_networks_where_something_changes(alice: Person, carol: Person):
    version = approved(alice, carol)
    for network in ("vk", "telegram"):
        put(version, network, ActState.CONFIRMED)
    rewrite(post=version.post, by=alice)
    write(version.post, alice, TEXT, telegram="Каток на Ленина открыт до десяти вечера.")
    step = ask(version=latest_version(version.post), by=alice, correction=True).steps.get()

    shown = page(carol, step)
    due = shown[shown.index('<p class="due') : shown.index("<h1>")]

    assert "исправление: сразу изменим записи в сетях" in due
    assert re.findall(r'<abbr class="net net-(\w+)"', due) == ["tg"]
    assert shown.count("<ins>десяти</ins>") == 1
    queue = element(page_of(client_of(carol).get(QUEUE)), "section[aria-labelledby=waiting]")
    assert re.findall(r'<abbr class="net net-(\w+)"', queue) == ["tg"]


def test_a_question_that_is_over_names_no_deadline_and_no_signature(alice: Person, carol: Person):
    post = approved(alice, carol).post
    begin(post, alice, text="Иначе")
    step = ask(version=latest_version(post), by=alice).steps.get()
    give_up(post=post, by=alice)

    shown = spoken_of(page(carol, step))

    assert "Решать нечего." in shown
    assert [words in shown for words in ("последняя подпись", "выйдет завтра")] == [False, False]


def begin(post: Post, by: Person, *, text: str = "", accounts: Sequence[Account] = ()) -> None:
    new_version(post=post, by=by)
    if text:
        write(post, by, text)
    if accounts:
        item = post.plan_item
        save_place(version=working(post), item=item, by=by, accounts=accounts)
