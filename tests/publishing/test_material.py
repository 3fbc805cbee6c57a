"""«В запись», «В план» and «В поручение»: material that people sent goes where the press service needs it."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_bot, make_chat, make_occasion, make_parcel, make_plan_item
from tests.markup import element, words
from tests.people import client_of
from tests.requests.asked import asked, fresh, in_hours, thread
from tests.written import accounts_of, drafted, jpeg, working
from veche.alarms.models import Chat, Parcel, ParcelFile
from veche.media.domain.intake import take
from veche.media.models import Media
from veche.plan.domain import after_event
from veche.plan.models import Occasion
from veche.posts.models import Post
from veche.requests.domain import from_tray
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import ask
from veche.requests.domain.attach import attach
from veche.requests.domain.managed import open_managed
from veche.requests.models import Request
from veche.staff.models import Department, Person


def photo(by: Person) -> Media:
    return take(BytesIO(jpeg()), name="двор.jpg", by=by)


def answered(alice: Person, dave: Person, department: Department, **more: object) -> Request:
    request = asked(alice, department, **more)
    attach(request, dave, [photo(dave)])
    return answer(request=request, by=dave, text="Убрали вчера, лавки новые.")


def written(post: Post) -> tuple[str, list[str]]:
    version = working(post)
    return version.text, [one.media.name for one in version.pictures.select_related("media")]


def count(officer: Person) -> int:
    shell = client_of(officer).get("/week/").context["shell"]
    return sum(int(link.count) for group in shell.groups for link in group.links if link.label == "Присланное")


@pytest.fixture
def chat(alice: Person, dave: Person) -> Chat:
    return make_chat(make_bot(alice.administration, by=alice), dave)


def test_an_answer_goes_into_the_draft_of_its_item_once(alice: Person, dave: Person, department_a: Department):
    post = drafted(alice, title="Двор", text="Двор на Тракторной.")
    request = answered(alice, dave, department_a, subject_id=post.plan_item_id)
    officer = client_of(alice)
    assert "В запись" in words(element(officer.get(f"/requests/{request.pk}/").content.decode(), "main"))

    for _ in range(2):
        officer.post(f"/posts/from-request/{request.pk}/")

    assert written(post) == ("Двор на Тракторной.\n\nУбрали вчера, лавки новые.", ["двор.jpg"])
    assert fresh(request).state == "accepted"


def test_an_answer_about_nothing_begins_one_new_draft(alice: Person, dave: Person, department_a: Department):
    accounts_of(alice)
    request = answered(alice, dave, department_a)

    places = [client_of(alice).post(f"/posts/from-request/{request.pk}/")["Location"] for _ in range(2)]

    post = Post.objects.get()
    assert places == [f"/posts/{post.pk}/edit/"] * 2
    assert post.plan_item.title == "Двор на Тракторной, 24"
    assert written(post) == ("Убрали вчера, лавки новые.", ["двор.jpg"])


def test_what_an_event_has_left_becomes_a_draft_about_it_once(
    alice: Person, dave: Person, department_a: Department, mallory: Person
):
    accounts_of(alice)
    event = make_occasion(alice.administration, by=alice, title="Ярмарка")
    request = asked(alice, department_a, kind=after_event.KIND, title="Материал: Ярмарка", subject_id=event.pk)
    answer(request=request, by=dave, text="Пришли сто человек.")
    address = f"/posts/from-request/{request.pk}/"
    page = client_of(alice).get(reverse("requests:detail", args=[request.pk])).content.decode()
    assert f'action="{address}"' in page

    places = [client_of(alice).post(address)["Location"] for _ in range(2)]

    post = Post.objects.get()
    assert places == [f"/posts/{post.pk}/edit/"] * 2
    assert (post.plan_item.title, post.plan_item.occasion) == ("Ярмарка", event)
    assert written(post) == ("Пришли сто человек.", [])
    assert fresh(request).state == "accepted"
    assert client_of(mallory).post(address).status_code == 404


def test_a_proposal_for_the_plan_becomes_an_occasion_once(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a, kind="plan", title="Какие дворы уберут")
    answer(request=request, by=dave, text="Пять адресов в январе.")

    for _ in range(2):
        client_of(alice).post(reverse("plan:from_request", args=[request.pk]))

    found = Occasion.objects.values_list("title", "note", "department")
    assert list(found) == [("Какие дворы уберут", "Пять адресов в январе.", department_a.pk)]
    assert fresh(request).state == "accepted"


def test_the_press_closes_no_question_of_the_head_by_taking_it_elsewhere(helen: Person, alice: Person):
    accounts_of(alice)
    request = ask(
        administration=helen.administration,
        by=helen,
        kind="question",
        title="Когда мост?",
        text="Когда мост?",
        due_at=in_hours(helen, 5),
        to_press=True,
    )
    answer(request=request, by=alice, text="К маю.")

    addresses = (f"/posts/from-request/{request.pk}/", reverse("plan:from_request", args=[request.pk]))
    assert [client_of(alice).post(address).status_code for address in addresses] == [404, 404]

    assert fresh(request).state == "answered"
    assert Post.objects.count() == 0
    assert Occasion.objects.count() == 0


def test_what_was_sent_goes_into_an_open_request(alice: Person, dave: Person, department_a: Department, chat: Chat):
    request, parcel = asked(alice, department_a), make_parcel(chat)
    ParcelFile.objects.create(administration=parcel.administration, parcel=parcel, media=photo(dave), ref="1")
    assert count(alice) == 1
    assert "В поручение" in client_of(alice).get("/news/sent/").content.decode()

    client_of(alice).post(f"/requests/from-tray/{parcel.pk}/", {"to": request.pk})

    assert thread(request) == [("note", "Ёлку поставили")]
    assert list(request.attachments.values_list("remark__author", "media__name")) == [(dave.pk, "двор.jpg")]
    assert count(alice) == 0


def test_what_was_sent_goes_into_a_chosen_draft_or_a_new_one(alice: Person, chat: Chat):
    post = drafted(alice, title="Ёлка", text="На площади.")
    first = make_parcel(chat)
    Parcel.objects.filter(pk=first.pk).update(message_id="2")
    second = make_parcel(chat, text="Каток залили")
    officer = client_of(alice)

    officer.post(f"/posts/from-tray/{first.pk}/", {"post": post.pk})
    officer.post(f"/posts/from-tray/{second.pk}/", {"post": ""})

    made = Post.objects.exclude(pk=post.pk).get()
    assert written(post)[0] == "На площади.\n\nЁлку поставили"
    assert (made.plan_item.title, written(made)[0]) == ("Каток залили", "Каток залили")
    assert list(Parcel.objects.values_list("state", flat=True)) == ["done", "done"]


def test_what_was_sent_goes_to_one_place_only(alice: Person, dave: Person, department_a: Department, chat: Chat):
    post, other = (drafted(alice, title=title, text="На площади.") for title in ("Ёлка", "Каток"))
    request, parcel = asked(alice, department_a), make_parcel(chat)
    officer = client_of(alice)
    officer.post(f"/posts/from-tray/{parcel.pk}/", {"post": post.pk})

    officer.post(f"/posts/from-tray/{parcel.pk}/", {"post": other.pk})
    officer.post(f"/posts/from-tray/{parcel.pk}/", {"post": ""})
    told = officer.post(f"/requests/from-tray/{parcel.pk}/", {"to": request.pk}, follow=True)

    assert [written(one)[0] for one in (post, other)] == ["На площади.\n\nЁлку поставили", "На площади."]
    assert (Post.objects.count(), thread(request)) == (2, [])
    assert "Приложили к поручению" not in told.content.decode()


def test_today_names_what_waits_in_the_tray(alice: Person, dave: Person, chat: Chat):
    make_parcel(chat)

    assert "Боту прислали одно сообщение" in words(element(client_of(alice).get("/").content.decode(), "main"))
    page = client_of(dave).get("/").content.decode()
    assert ("рисланн" in page, "рислали" in page) == (False, False)


def test_steps_of_sheets_leave_room_for_the_requests_to_choose_from(
    alice: Person, chat: Chat, department_a: Department, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(from_tray, "MOST", 1)
    city = alice.administration
    step: dict[str, Any] = {"kind": "agree", "subject_id": 1, "title": "Лёд", "text": "Прочитайте."}
    open_managed(administration=city, by=alice, department=department_a, due_at=in_hours(alice, 1), **step)
    request = asked(alice, department_a)

    assert from_tray.requests_for(make_parcel(chat)) == [request]


def test_an_item_can_be_asked_about(alice: Person, dave: Person, department_a: Department):
    item = make_plan_item(alice.administration, author=alice)
    address = f"/requests/ask/?kind=material&subject={item.pk}"
    form = {"kind": "material", "to": f"d{department_a.pk}", "title": "Фото", "text": "Три фото", "due": "0"}

    client_of(alice).post(address, form)

    made = Request.objects.get()
    page = words(element(client_of(alice).get(f"/requests/{made.pk}/").content.decode(), "main"))
    assert made.subject_id == item.pk
    assert f"Зачем {item.title}" in page


def test_a_request_leads_a_curator_to_the_words_of_its_text(
    alice: Person, dave: Person, department_a: Department, department_b: Department
):
    about, others = drafted(alice, title="Двор"), drafted(alice, title="Мост")
    for post, department in ((about, department_a), (others, department_b)):
        post.plan_item.department = department
        post.plan_item.save(update_fields=("department",))
    browser, shown = client_of(dave), []

    for post in (about, others):
        request = asked(alice, department_a, kind="facts", subject_id=post.plan_item_id)
        page = browser.get(f"/requests/{request.pk}/").content.decode()
        shown.append(reverse("publishing:words", args=[post.pk]) in page)

    assert shown == [True, False]
