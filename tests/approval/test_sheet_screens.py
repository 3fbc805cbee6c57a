"""What the queue and the pages of a sheet with several steps say to each person."""

import re

from django.urls import reverse

from tests.approval.routes import department_of, route, sheet_about, steps
from tests.markup import element, words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from tests.written import TEXT, working, write
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Step
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import take_back_asked
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

QUEUE = "/approval/"


def asked_in_turn(by: Person, curator: Person) -> ApprovalSheet:
    """A sheet that asks a department, then the head of press."""
    route(by.administration, (1, "department", {"department": department_of(curator)}), (2, "press_head"))
    return sheet_about(by)


def say(step: Step, by: Person, verdict: Verdict = Verdict.YES, note: str = "") -> None:
    decide_and_release(step=step, by=by, verdict=verdict, note=note)


def shown_to(person: Person, url: str) -> str:
    return words(page_of(client_of(person).get(url)))


def test_a_sheet_is_decided_when_all_its_steps_are(alice: Person, carol: Person, dave: Person):
    sheet = asked_in_turn(alice, dave)
    found = []
    for step, person in zip(steps(sheet), (dave, carol), strict=True):
        say(step, person)
        lists = client_of(carol).get(QUEUE).context
        found.append({name: len(lists[name]) for name in ("mine", "others", "decided")})

    assert found == [{"mine": 1, "others": 0, "decided": 0}, {"mine": 0, "others": 0, "decided": 1}]


def test_a_decided_step_of_an_open_sheet_says_who_is_awaited(alice: Person, carol: Person, dave: Person):
    sheet = asked_in_turn(alice, dave)
    first, second = steps(sheet)
    say(first, dave)
    pages = {person: page_of(client_of(person).get(f"/approval/{first.pk}/")) for person in (dave, carol, alice)}
    own = reverse("approval:detail", args=[second.pk])

    waits = "ждём ответа: Начальник пресс-службы"
    assert f"Ваше «да» есть, {waits}" in words(pages[dave])
    assert f"{first.title}: «да» есть, {waits}" in words(pages[carol])
    assert ["Согласовано " in words(shown) for shown in pages.values()] == [False] * 3
    assert [f'href="{own}"' in shown for shown in pages.values()] == [False, True, False]
    say(second, carol)
    assert "Согласовано сегодня" in shown_to(dave, f"/approval/{first.pk}/")


def test_who_agreed_before_sees_what_changed_since_their_yes(alice: Person, carol: Person, dave: Person):
    sheet = asked_in_turn(alice, dave)
    post = sheet.version.post
    say(steps(sheet)[0], dave)
    take_back_asked(post=post, by=alice)
    rewrite(post=post, by=alice)
    write(post, alice, TEXT.replace("девяти", "восьми"))
    again = ask(version=working(post), by=alice)
    department, boss = steps(again)

    shown = page_of(client_of(dave).get(f"/approval/{department.pk}/"))
    others = [
        page_of(client_of(who).get(f"/approval/{step.pk}/")) for who, step in ((carol, boss), (alice, department))
    ]

    assert "Вы согласились с версией 1. Ниже то, что изменилось с тех пор." in words(shown)
    assert "<del>девяти</del><ins>восьми</ins>" in shown
    assert [("<del>" in one, "согласились" in one) for one in others] == [(False, False)] * 2
    assert "Кто решает: нужно ещё 2 «да»" in words(shown)


def test_the_queue_says_to_each_person_whether_they_decide(alice: Person, bob: Person, carol: Person, dave: Person):
    """Those who are asked read about their own queue; the others read who decides."""
    asked_in_turn(alice, dave)
    pages = {person.display_name: page_of(client_of(person).get(QUEUE)) for person in (dave, carol, bob)}

    said = {
        name: [part in words(shown) for part in ("Сверху то, чей срок ближе", "Вы можете прочитать")]
        for name, shown in pages.items()
    }
    assert said == {"dave": [True, False], "carol": [True, False], "bob": [False, True]}
    others = words(element(pages["carol"], "section[aria-labelledby=others]"))
    assert [part in others for part in ("Ждут ответа других", f"ждут ответа: {dave.department}", "Ваши")] == [
        True,
        True,
        False,
    ]


def test_a_returned_sheet_asks_nobody_else(alice: Person, carol: Person, dave: Person):
    sheet = asked_in_turn(alice, dave)
    say(steps(sheet)[0], dave, Verdict.RETURN, "Не те часы")

    shown = page_of(client_of(alice).get(reverse("publishing:detail", args=[sheet.version.post_id])))

    signers = words(element(shown, "section#post-signers"))
    assert "Начальник пресс-службы ответ уже не нужен: эта версия вернулась на правку" in signers
    assert "некому" not in signers


def test_a_sheet_has_no_space_before_a_comma(alice: Person, carol: Person, dave: Person):
    first, _ = steps(asked_in_turn(alice, dave))

    sheet = element(page_of(client_of(dave).get(f"/approval/{first.pk}/")), "ul.agreed")

    assert re.findall(r"</b>\s*,", sheet) == ["</b>,"] * 3
