"""«Спросить»: the Head asks from a line of «Сегодня», also the press service, and sees the answer until it is read."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from tests.markup import element, words
from tests.people import client_of
from tests.requests.asked import asked, fresh, in_hours, thread
from tests.requests.test_words import WORKING
from tests.written import asked as sheet_asked
from veche.alarms.models import Alarm
from veche.requests.domain import answer as verbs
from veche.requests.domain.ask import ask
from veche.requests.domain.queries import counts, for_head
from veche.requests.domain.review import accept
from veche.requests.models import Request
from veche.staff.models import Administration, Department, Person


@pytest.fixture(autouse=True)
def working_hours():
    with time_machine.travel(WORKING, tick=False):
        yield


def today(person: Person) -> str:
    return words(element(client_of(person).get("/").content.decode(), "body"))


def test_every_line_of_the_heads_page_can_be_asked_about(
    helen: Person, carol: Person, dave: Person, department_a: Department
):
    late = asked(carol, department_a, title="Двор")
    Request.objects.filter(pk=late.pk).update(due_at=WORKING.replace(hour=3))

    order = client_of(helen).get("/").context["order"]

    said = {line.what.partition(":")[0]: parse_qs(urlsplit(line.ask_url).query) for line in order.lines}
    assert said == {
        "Выход": {"about": ["question.posts"], "subject": ["0"], "to": ["press"]},
        "Комментарии": {"about": ["question.talk"], "subject": ["0"], "to": ["press"]},
        "План": {"about": ["question.norm"], "subject": ["0"], "to": ["press"]},
        "Отделы": {"about": ["question.late"], "subject": [str(late.pk)], "to": [f"d{department_a.pk}"]},
    }


def test_a_question_from_a_waiting_yes_goes_to_the_press_and_back(
    helen: Person, alice: Person, carol: Person, rubtsovsk: Administration
):
    step = sheet_asked(alice, title="Каток", text="Каток открыт")
    head, address = client_of(helen), f"/requests/question/?about=question.step&subject={step.pk}&to=press"
    assert "О чём: Каток" in words(element(head.get(address).content.decode(), "header.page-head"))

    head.post(address, {"text": "Почему опять каток? Было в пятницу.", "to": "press", "due": "1"})

    made = Request.objects.get(kind="question.step")
    said = {name: getattr(made, name) for name in ("title", "subject_id", "to_press", "from_head")}
    assert said == {"title": "Почему опять каток?", "subject_id": step.pk, "to_press": True, "from_head": True}
    told = set(Alarm.objects.filter(kind="requests.asked").values_list("person", flat=True))
    assert told == {alice.pk, carol.pk}
    assert (counts(rubtsovsk).look, counts(rubtsovsk).late) == (1, 0)
    opened = client_of(alice).get(f"/requests/{made.pk}/").content.decode()
    assert (f"/requests/{made.pk}/answer/" in opened, "Отозвать" in opened) == (True, False)

    client_of(alice).post(f"/requests/{made.pk}/answer/", {"text": "Открываем второй, на Мира."})

    assert "Ответили на ваш вопрос: Почему опять каток?" in today(helen)
    assert "ответили: Открываем второй, на Мира" in today(helen)
    assert "на Мира." not in today(helen)  # whom she asked follows after a comma
    assert client_of(carol).post(f"/requests/{made.pk}/accept/").status_code == 403
    assert list(Alarm.objects.filter(kind="requests.thread").values_list("person", flat=True)) == [helen.pk]


def test_the_headline_stays_until_the_answer_is_read(
    helen: Person, alice: Person, dave: Person, department_a: Department
):
    made = asked(helen, department_a, title="Когда мост?", due_at=in_hours(helen, 5))
    verbs.answer(request=made, by=dave, text="К маю.")
    accept(request=made, by=alice)
    head = client_of(helen)

    head.get(f"/requests/{made.pk}/")
    assert [one.pk for one in for_head(helen).unread] == [made.pk]
    assert "Ответили на ваш вопрос: Когда мост?" in today(helen)

    head.post(f"/requests/{made.pk}/read/")
    assert for_head(helen).unread == []
    assert "Ответили на ваш вопрос" not in today(helen)


def test_an_answer_to_those_above_waits_for_them_and_not_for_the_press(
    helen: Person, dora: Person, alice: Person, dave: Person, department_a: Department
):
    for by, title in ((helen, "Когда мост?"), (dora, "Когда сквер?")):
        made = asked(by, department_a, kind="question", title=title)
        verbs.answer(request=made, by=dave, text="К маю.")

    page = client_of(alice).get("/requests/")

    assert {part.title: [(one.title, one.word) for one in part.rows] for part in page.context["parts"]} == {
        "Ждут Главу": [("Когда мост?", "ответ у Главы")],
        "Ждут заместителя Главы": [("Когда сквер?", "ответ у заместителя Главы")],
    }
    assert (counts(alice.administration).look, client_of(alice).get("/requests/?show=look").context["parts"]) == (0, [])
    verbs.question(request=asked(helen, department_a, kind="question"), by=dave, text="Какой мост?")
    assert counts(alice.administration).look == 1


def test_the_heads_own_yes_to_an_answer_reads_it(helen: Person, dave: Person, department_a: Department):
    made = asked(helen, department_a)
    verbs.answer(request=made, by=dave, text="К маю.")

    accept(request=made, by=helen)

    assert (fresh(made).read_at, for_head(helen).unread) == (WORKING, [])


def test_one_of_the_press_is_asked_by_name(helen: Person, alice: Person, bob: Person):
    client_of(helen).post("/requests/question/", {"text": "Кто снимал?", "to": f"s{bob.pk}", "due": "1"})
    made = Request.objects.get(kind="question")

    assert set(Alarm.objects.filter(kind="requests.asked").values_list("person", flat=True)) == {bob.pk}
    answers = [client_of(who).post(f"/requests/{made.pk}/answer/", {"text": "Я."}).status_code for who in (alice, bob)]
    assert answers == [403, 302]


def test_a_question_about_nothing_is_a_plain_question(helen: Person, alice: Person):
    address = "/requests/question/?about=question.post&subject=999&to=d1"

    client_of(helen).post(address, {"text": "Что с мостом", "to": "press", "due": "1"})

    assert list(Request.objects.values_list("kind", "subject_id", "title")) == [("question", None, "Что с мостом")]


def test_a_waiting_question_names_the_press_once(helen: Person, alice: Person, bob: Person, department_a: Department):
    client_of(helen).post("/requests/question/", {"text": "Кто снимал?", "to": "press", "due": "1"})
    client_of(helen).post("/requests/question/", {"text": "Где кадры?", "to": f"s{bob.pk}", "due": "1"})

    asked = client_of(helen).get("/").context["my_requests"]

    assert {one.what: f"{one.say}{one.joint}{one.rest}" for one in asked} == {
        "Кто снимал?": "ждут пресс-службу, до 17:00",
        "Где кадры?": "ждут пресс-службу, bob, до 17:00",
    }


def test_the_form_says_that_this_was_asked_already(
    helen: Person, alice: Person, carol: Person, dave: Person, department_a: Department
):
    step = sheet_asked(alice, title="Каток", text="Каток открыт")
    head, about = client_of(helen), f"/requests/question/?about=question.step&subject={step.pk}&to=press"
    head.post(about, {"text": "Почему опять каток?", "to": "press", "due": "1"})
    head.post("/requests/question/?about=question&to=press", {"text": "Что с мостом?", "to": "press", "due": "1"})
    of_department = f"/requests/question/?about=question&to=d{department_a.pk}"
    head.post(of_department, {"text": "Где отчёт?", "to": f"d{department_a.pk}", "due": "1"})
    first, _, third = Request.objects.order_by("pk")

    def notice(address: str, who: Person = helen) -> str:
        page = client_of(who).get(address).content.decode()
        return words(element(page, "#asked-before")) if "asked-before" in page else ""

    said = "Вы уже спрашивали об этом сегодня в 11:00, {}: « {} ». Можно спросить ещё раз."
    others = "/requests/question/?about=question.posts&subject=0&to=press"
    assert [notice(one) for one in (about, of_department, others, "/requests/question/")] == [
        said.format("ответа ждём до 17:00", "Почему опять каток?"),
        said.format("ответа ждём до 17:00", "Где отчёт?"),
        "",
        "",
    ]
    assert f'href="/requests/{first.pk}/"' in head.get(about).content.decode()
    assert head.post(about, {"text": "А когда?", "to": "press", "due": "1"}).status_code == 302

    verbs.answer(request=third, by=dave, text="Прислали.")
    assert notice(of_department) == said.format("ответ пришёл", "Где отчёт?")


def test_the_form_says_once_who_is_told(helen: Person, alice: Person):
    page = client_of(helen).get("/requests/question/?about=question&to=").content.decode()

    assert words(element(page, "body")).count("узнает сразу") == 1


@pytest.mark.parametrize("about", ["agree", "facts", "question.nothing"])
def test_a_forged_address_opens_no_request_of_another_kind(
    about: str, helen: Person, alice: Person, dave: Person, department_a: Department
):
    step = sheet_asked(alice, title="Каток", text="Каток открыт")
    subject = step.pk if about == "agree" else step.sheet.version.post.plan_item_id
    address = f"/requests/question/?about={about}&subject={subject}"

    client_of(helen).post(address, {"text": "Когда?", "to": f"d{department_a.pk}", "due": "1"})

    made = Request.objects.get(asked_by=helen)
    assert made.kind == "question"
    assert made.subject_id is None
    assert made.title == "Когда?"


def test_the_head_closes_what_somebody_else_asked_the_press(helen: Person, dora: Person, alice: Person):
    """Whoever acted for the Head has left: nobody else could take the answer."""
    made = ask(
        administration=dora.administration,
        by=dora,
        kind="question",
        title="Когда мост?",
        text="Когда мост?",
        due_at=in_hours(dora, 5),
        to_press=True,
    )
    verbs.question(request=made, by=alice, text="Который?")
    head = client_of(helen)
    head.post(f"/requests/{made.pk}/remark/", {"words-text": "Старый."})
    verbs.answer(request=fresh(made), by=alice, text="К маю.")

    answers = [browser.post(f"/requests/{made.pk}/accept/").status_code for browser in (client_of(alice), head)]

    assert (answers, fresh(made).state) == ([403, 302], "accepted")
    assert thread(made) == [("question", "Который?"), ("note", "Старый."), ("answer", "К маю."), ("accepted", "")]


def test_it_reads_no_words_of_a_question(
    helen: Person, alice: Person, dave: Person, ivan: Person, department_a: Department
):
    assert dave.department == department_a
    made = asked(helen, department_a, kind="question", title="Кого уволим?")
    asked(alice, department_a, title="Двор")

    pages = [
        words(element(client_of(ivan).get(address).content.decode(), "main"))
        for address in ("/journal/", f"/departments/{department_a.pk}/archive/")
    ]

    found = [("Кого уволим" in page, "Двор" in page, f"№ {made.pk}" in page) for page in pages]
    assert found == [(False, True, True)] * 2
    archive = client_of(ivan).get(f"/departments/{department_a.pk}/archive/").content.decode()
    assert "/requests/" not in element(archive, "main")  # a page that would refuse this person


def test_a_deputys_question_is_the_deputys_own(
    dora: Person, helen: Person, alice: Person, dave: Person, department_a: Department
):
    made = ask_as(dora, department_a, "Когда мост?")
    press = ask_as(dora, None, "Где план?")
    head = ask_as(helen, None, "Где отчёт?")
    for one in (press, head):
        verbs.question(request=one, by=alice, text="О чём речь?")
    verbs.answer(request=made, by=dave, text="К маю.")

    listed = words(element(client_of(alice).get("/requests/").content.decode(), ".reqs-list"))
    read = words(element(client_of(dora).get("/requests/").content.decode(), ".reqs-list"))
    opened = client_of(dora).get(f"/requests/{made.pk}/").content.decode()

    assert "Ждут Главу 1 Где отчёт? спрашивает Глава" in listed
    assert "Ждут заместителя Главы 2 Когда мост? спрашивает заместитель Главы" in listed
    assert ("Ждут нас" in listed, "ответ у заместителя Главы" in listed) == (False, True)
    assert ("Ждут пресс-службу" in read, "ответили, примите" in read) == (False, True)
    assert "Ответили на ваш вопрос: Когда мост?" in today(dora)
    assert "вас просят уточнить" in today(dora)
    assert ("Принять" in opened, "Прочитано" in opened) == (True, False)

    client_of(dora).post(f"/requests/{made.pk}/accept/")
    answers = words(element(client_of(dora).get("/requests/?show=asked").content.decode(), ".reqs-list"))
    assert "Ответили на ваш вопрос" not in today(dora)
    assert [title in answers for title in ("Когда мост?", "Где план?", "Где отчёт?")] == [True, True, False]


def ask_as(person: Person, department: Department | None, title: str) -> Request:
    return asked(
        person, department, kind="question", title=title, to_press=department is None, due_at=in_hours(person, 5)
    )
