"""The department's page says what an answer must say; the press sees what it changed in the draft."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import make_account, make_message
from tests.people import client_of
from veche.alarms.news import Material
from veche.cases.domain.draft import ask_department
from veche.cases.domain.needs import needs_of
from veche.cases.domain.open import add_comments, open_case
from veche.cases.enums import CaseState
from veche.cases.models import Case
from veche.inbox.models import Answer
from veche.journal.models import Entry
from veche.kernel.clock import today
from veche.requests.domain.answer import answer as answer_request
from veche.requests.domain.deadlines import end_of
from veche.requests.domain.links import allow, path_for
from veche.requests.domain.more_time import SAY_DAY
from veche.requests.domain.news import read_asked, read_thread, take_for_asked
from veche.requests.models import Remark, Request
from veche.staff.models import Administration, Department, Person

OFFICIAL = "Работы по уборке двора будут произведены в кратчайшие сроки."
WHOLE = (
    "Здравствуйте! Бригада «Автоспецтранса» очистит двор сегодня с 18 до 20 часов. "
    "Если завтра в 8 утра двор не чист, напишите сюда."
)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("", [False] * 4),
        ("\u200b\u200b", [False] * 4),
        ("я" * 5000, [False] * 4),
        ("Привет!", [False] * 4),
        ("Починим завтра.", [True, True, True, False]),
        (OFFICIAL, [True, False, False, False]),
        (WHOLE, [True] * 4),
    ],
)
def test_an_answer_says_what_who_when_and_what_otherwise(text: str, met: list[bool]) -> None:
    needs = needs_of(text)
    assert [one.is_met for one in needs if not one.is_tip] == met
    assert any(one.is_tip for one in needs) == (text == OFFICIAL)


def test_a_draft_is_judged_before_it_is_sent_and_its_corrections_are_seen(
    rubtsovsk: Administration, alice: Person, erin: Person, department_b: Department
) -> None:
    department_b.answers_for = "снег, дворы"
    department_b.save()
    case = open_case(message=make_message(make_account(rubtsovsk, responsible=alice), text="Двор не чищен"), by=alice)
    case = ask_department(case=case, by=alice)
    assert case.request is not None
    path = f"/requests/{case.request.pk}/answer/"
    curator, press = client_of(erin), client_of(alice)
    assert "Имён здесь нет" in curator.get(path).content.decode()

    judged = curator.post(path, {"text": OFFICIAL, "act": "check"})
    shown = judged.content.decode()
    assert (judged.status_code, OFFICIAL in shown, "А если нет?" in shown) == (200, True, True)
    assert (Request.objects.get().state, Remark.objects.filter(kind="answer").count()) == ("asked", 0)
    answer_request(request=case.request, by=erin, text=OFFICIAL)

    page = f"/inbox/cases/{case.pk}/"
    assert "Ваши правки" not in press.get(page).content.decode()
    checked = press.post(f"{page}check/", {"text": WHOLE, "how": "each"})
    assert (checked.status_code, Answer.objects.count()) == (200, 0)
    shown = checked.content.decode()
    assert "<del>" in shown
    assert "у черновика" in shown
    press.post(f"{page}answer/", {"text": WHOLE, "how": "each"})
    assert "изменила в черновике отдела" in press.get(page).content.decode()


def test_a_curator_answers_by_the_link_of_a_letter_without_the_residents_name(
    rubtsovsk: Administration, alice: Person, carol: Person, erin: Person, department_b: Department
) -> None:
    """In a browser where nobody is signed in; the draft stands in the case."""
    allow(administration=rubtsovsk, by=carol, links=True)
    account = make_account(rubtsovsk, responsible=alice)
    said = make_message(account, text="[id77|Пётр], двор не чищен", author_name="Анна Ковалёва", author_id="311")
    others = [make_message(account, text=text) for text in ("Двор в снегу\n— третий день", *2 * ["Не пройти"])]
    case = open_case(message=said, by=alice)
    add_comments(case=case, by=alice, messages=others)
    Case.objects.filter(pk=case.pk).update(department=department_b)
    asked = ask_department(case=case, by=alice).request
    assert asked is not None
    path, phone = path_for(asked, erin), Client()
    answer = phone.get(path)
    page = answer.content.decode()
    quotes = answer.context["quotes"]
    assert set(quotes.rows) == {("Не пройти", 2), ("двор не чищен", 1), ("Двор в снегу — третий день", 1)}
    assert quotes.after.startswith("Напишите, что им ответить")
    assert [one for one in ("Анна", "Ковалёва", "Пётр", "311") if one in page] == []
    assert "двор не чищен" in page
    phone.post(path, {"act": "answer", "text": WHOLE})
    case.refresh_from_db()
    assert (case.state, case.draft) == (CaseState.DRAFT, WHOLE)


def test_a_curator_asks_for_time_by_the_link_with_a_reason_and_a_day(
    rubtsovsk: Administration, alice: Person, carol: Person, erin: Person, department_b: Department
) -> None:
    """The case and a letter say so without the residents' words; one press gives the time."""
    allow(administration=rubtsovsk, by=carol, links=True)
    said = make_message(make_account(rubtsovsk, responsible=alice), text="Двор не чищен", author_name="Анна Ковалёва")
    case = open_case(message=said, by=alice)
    Case.objects.filter(pk=case.pk).update(department=department_b)
    asked = ask_department(case=case, by=alice).request
    assert asked is not None
    path, phone, press = path_for(asked, erin), Client(), client_of(alice)
    give, at = f"/requests/{asked.pk}/time/give/", f"/inbox/cases/{case.pk}/"
    day = today(rubtsovsk.time_zone) + timedelta(days=10)
    wish = {"act": "time", "text": "Начал писать", "until": day.isoformat(), "why": "Техника придёт в пятницу"}

    first = phone.post(path, {"act": "time", "text": "Начал писать"})
    assert first.status_code == 200
    assert all(words in first.content.decode() for words in ("До какого дня", "Начал писать"))
    for lacking in ({"until": ""}, {"why": " "}, {"until": "2026-02-30"}, {"until": "2020-01-01"}):
        assert phone.post(path, wish | lacking).status_code == 422, lacking
    empty = phone.post(path, {"act": "send-time", "text": "Начал писать"})
    assert empty.status_code == 422
    assert all(words in empty.content.decode() for words in (SAY_DAY, "Начал писать"))
    assert "просит время" not in press.get(at).content.decode()
    assert Remark.objects.count() == 0

    sent = phone.post(path, wish).content.decode()
    assert all(words in sent for words in ("Вы попросили время", "Начал писать"))
    assert "Анна" not in sent
    shown = press.get(at).content.decode()
    assert all(words in shown for words in ("Отдел просит время до", "Техника придёт в пятницу"))
    [told] = read_thread(rubtsovsk, alice, [Remark.objects.get().pk]).values()
    assert "просят время до" in told.lines[0]
    assert "не чищен" not in " ".join([told.title, *told.lines])

    assert press.post(give, {"next": at}).headers["Location"] == at
    asked.refresh_from_db()
    assert (asked.state, asked.due_at) == ("asked", end_of(day, rubtsovsk))
    assert [one.verb for one in Entry.objects.filter(verb__startswith="request.").order_by("pk")][-2:] == [
        "request.time_asked",
        "request.moved",
    ]
    press.post(give)
    assert Remark.objects.filter(kind="moved").count() == 1


def test_neither_letters_nor_the_bot_repeat_what_a_resident_wrote(
    rubtsovsk: Administration, alice: Person, erin: Person, department_b: Department
) -> None:
    department_b.answers_for = "снег, дворы"
    department_b.save()
    case = open_case(message=make_message(make_account(rubtsovsk, responsible=alice), text="Двор не чищен"), by=alice)
    case = ask_department(case=case, by=alice)
    assert case.request is not None

    matter = read_asked(rubtsovsk, erin, [case.request.pk])[case.request.pk]
    replied = take_for_asked(Material(rubtsovsk, erin, case.request.pk, "Чистят сейчас", []))

    assert matter.title == f"Вопрос жителей, дело {case.pk}"
    assert "не чищен" not in " ".join([*matter.lines, replied])
