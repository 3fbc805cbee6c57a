"""«Пункт плана» and «Записать повод»: input becomes a row, or stays in the form with one clear sentence."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, make_account, make_occasion, make_plan_item
from tests.markup import element
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from tests.written import asked
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.clock import at, local, now, today
from veche.plan.models import Occasion, PlanItem
from veche.staff.models import Administration, Department, Person

ADD, OCCASION, NEW = "plan:add", "plan:occasion", "publishing:new"


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


@pytest.fixture
def press(alice: Person) -> Client:
    return client_of(alice)


def said(account: Account, **changed: Any) -> dict[str, Any]:
    """A valid form for tomorrow at noon, with changes."""
    tomorrow = today("Asia/Barnaul") + timedelta(days=1)
    good = {"title": "Открыли каток", "day": tomorrow.isoformat(), "time": "12:30", "accounts": [account.pk]}
    return good | {"format": "photo", "category": "important", "note": "Спросить про лёд"} | changed


def test_what_was_filled_in_stands_in_the_plan(press: Client, account: Account, department_a: Department):
    occasion = make_occasion(account.administration, by=account.responsible, starts_at=None)
    form = said(account, department=department_a.pk, occasion=occasion.pk)

    answer = press.post(reverse(ADD), form)

    item = PlanItem.objects.get()
    day = date.fromisoformat(form["day"])
    assert answer.headers["Location"] == f"{reverse('web:week')}?week={day:%G-W%V}#d{day.isoformat()}"
    assert item.title == "Открыли каток"
    assert item.format == "photo"
    assert item.category == "important"
    assert item.note == "Спросить про лёд"
    assert item.department == department_a
    assert item.occasion == occasion
    assert list(item.accounts.all()) == [account]
    assert local(item.publish_at, "Asia/Barnaul").strftime("%d %H:%M") == f"{day:%d} 12:30"


def once_of(press: Client, address: str) -> str:
    """The hidden field of a newly opened form."""
    found = re.search(r'name="once" value="([^"]+)"', press.get(reverse(address)).content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(("address", "verbs"), [(ADD, ["plan.added"]), (NEW, ["plan.added", "post.started"])])
def test_the_button_pressed_twice_makes_one_item(press: Client, account: Account, address: str, verbs: list[str]):
    form = said(account, once=once_of(press, address))

    first, second = press.post(reverse(address), form), press.post(reverse(address), form)

    assert first.status_code == 302
    assert second.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]
    assert [item.title for item in PlanItem.objects.all()] == ["Открыли каток"]
    assert [entry.verb for entry in Entry.objects.order_by("number")] == verbs


def test_an_occasion_written_down_twice_is_one(press: Client):
    form = {"title": "Ярмарка", "kind": "department", "once": once_of(press, OCCASION)}

    answers = [press.post(reverse(OCCASION), form).status_code for _ in range(2)]

    assert (answers, Occasion.objects.count()) == ([302, 302], 1)


def test_other_words_in_the_same_window_are_another_item(press: Client, account: Account):
    """«Назад» in the browser shows the old form, and somebody enters the next item."""
    once = once_of(press, ADD)
    for title in ("Открыли каток", "Закрыли каток", "Закрыли каток"):
        press.post(reverse(ADD), said(account, once=once, title=title))

    assert sorted(item.title for item in PlanItem.objects.all()) == ["Закрыли каток", "Открыли каток"]


def test_the_same_words_from_another_window_or_person_are_another_item(press: Client, bob: Person, account: Account):
    once = once_of(press, ADD)
    for browser, window in ((press, once), (press, once_of(press, ADD)), (client_of(bob), once), (press, "")):
        browser.post(reverse(ADD), said(account, once=window))
    press.post(reverse(ADD), said(account))

    assert [item.author.display_name for item in PlanItem.objects.order_by("pk")] == [
        "alice",
        "alice",
        "bob",
        "alice",
        "alice",
    ]


BAD = [
    ({"day": "2020-01-01"}, "Это время уже прошло. Всё, что вы написали, на месте: выберите время позже."),
    ({"title": "   "}, "Напишите, о чём запись, хотя бы двумя словами. Остальное на месте."),
    ({"title": "а" * 201}, "Название длиннее 200 знаков. Сократите его, остальное на месте."),
    ({"accounts": []}, "Не выбрано, куда выйдет запись. Отметьте хотя бы одну сеть, остальное на месте."),
    ({"accounts": [987654]}, "Этот аккаунт закрыт или чужой. Выберите другой, остальное на месте."),
    ({"day": "31.02.2027"}, "Такого дня нет. Выберите другой, остальное на месте."),
    ({"day": ""}, "Выберите день. Остальное на месте."),
    ({"time": "25:70"}, "Такого времени нет. Напишите, например, 12:00."),
    ({"note": "а" * 2001}, "Заметка длиннее 2000 знаков. Она осталась в окне: сократите её."),
]


@pytest.mark.parametrize(("wrong", "sentence"), BAD)
def test_bad_input_gets_one_sentence_and_loses_nothing(
    press: Client, account: Account, wrong: dict[str, Any], sentence: str
):
    form = said(account, **wrong)

    answer = press.post(reverse(ADD), form)

    page = answer.content.decode()
    shown = re.findall(
        r'class="hint-bad"[^>]*>.*?<span>(.*?)</span>|role="alert">\s*<svg.*?<span>(.*?)</span>', page, re.DOTALL
    )
    assert (answer.status_code, [(one or two).strip() for one, two in shown]) == (422, [sentence])
    assert PlanItem.objects.count() == 0
    assert all(str(value) in page for name, value in form.items() if name in ("title", "note", "time", "day"))


def test_another_citys_account_is_refused(press: Client, account: Account, mallory: Person):
    theirs = make_account(mallory.administration, responsible=mallory)

    answer = press.post(reverse(ADD), said(account, accounts=[theirs.pk]))

    assert (answer.status_code, PlanItem.objects.count()) == (422, 0)


def test_an_empty_day_brings_its_date_and_occasion(press: Client, account: Account):
    occasion = make_occasion(account.administration, by=account.responsible, title="Ярмарка", starts_at=None)

    page = press.get(reverse(ADD), {"day": "2027-02-05", "occasion": str(occasion.pk)}).content.decode()

    assert 'value="2027-02-05"' in page
    assert f'<option value="{occasion.pk}" selected>' in page
    assert 'value="Ярмарка"' in page


@pytest.mark.parametrize("query", [{"day": "завтра"}, {"occasion": "999999"}, {"occasion": "x"}])
def test_nonsense_in_the_address_is_passed_over(press: Client, account: Account, query: dict[str, str]):
    tomorrow = today("Asia/Barnaul") + timedelta(days=1)

    page = press.get(reverse(ADD), query)

    assert (page.status_code, f'value="{tomorrow.isoformat()}"' in page.content.decode()) == (200, True)


def test_an_occasion_with_a_day_stands_in_its_week(dave: Person):
    day = today("Asia/Barnaul") + timedelta(days=10)

    answer = client_of(dave).post(
        reverse(OCCASION),
        {"title": "Концерт", "kind": "department", "day": day.isoformat(), "time": "16:00", "place": "ДК"},
    )

    made = Occasion.objects.get()
    assert answer.headers["Location"] == f"{reverse('web:week')}?week={day:%G-W%V}#d{day.isoformat()}"
    assert made.title == "Концерт"
    assert made.place == "ДК"
    assert made.created_by == dave
    assert made.starts_at == datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_an_occasion_without_a_day_waits_in_the_tray(press: Client):
    answer = press.post(reverse(OCCASION), {"title": "Ярмарка", "kind": "other"})

    assert answer.headers["Location"] == f"{reverse('web:week')}#tray"
    assert Occasion.objects.get().starts_at is None


def test_a_time_without_a_day_is_not_thrown_away(press: Client):
    answer = press.post(reverse(OCCASION), {"title": "Ярмарка", "kind": "other", "time": "16:00"})

    page = answer.content.decode()
    assert (answer.status_code, Occasion.objects.count()) == (422, 0)
    assert ("Время есть, а дня нет." in page, 'value="16:00"' in page) == (True, True)


def test_a_day_without_a_time_shows_none_anywhere(press: Client, rubtsovsk: Administration):
    """Not in the form, on its page or in the week; changing something else invents none."""
    day = today(rubtsovsk.time_zone) + timedelta(days=10)
    said = {"title": "Ярмарка", "kind": "other", "day": day.isoformat()}

    press.post(reverse(OCCASION), said)
    made = Occasion.objects.get()
    page, form = (reverse(f"plan:{name}", args=[made.pk]) for name in ("occasion_page", "occasion_change"))
    week = f"{reverse('web:week')}?week={day:%G-W%V}"
    pages = [_main(press.get(url).content.decode()) for url in (page, form, week)]
    press.post(form, said | {"place": "Площадь", "time": ""})
    kept = Occasion.objects.get()
    press.post(form, said | {"place": "Площадь", "time": "00:00"})
    midnight = Occasion.objects.get()

    assert (made.starts_at, made.has_hour) == (at(day, time.min, rubtsovsk.time_zone), False)
    assert [("00:00" in shown, "12:00" in shown, "Ярмарка" in shown) for shown in pages] == [(False, False, True)] * 3
    assert "время не указано" in pages[0]
    assert kept.starts_at == made.starts_at
    assert kept.has_hour is False
    assert kept.place == "Площадь"
    assert (midnight.starts_at, midnight.has_hour) == (made.starts_at, True)
    assert "в 00:00" in press.get(page).content.decode()
    assert [entry.facts for entry in Entry.objects.filter(verb="occasion.changed").order_by("number")] == [
        {"changed": ["place"]},
        {"changed": ["has_hour"]},
    ]


def _main(page: str) -> str:
    return element(page, "main")


def test_a_curator_writes_for_the_own_department(dave: Person, department_a: Department):
    page = client_of(dave).get(reverse(OCCASION)).content.decode()

    assert f'<option value="{department_a.pk}" selected>' in page


def test_only_spaces_are_no_occasion(press: Client):
    answer = press.post(reverse(OCCASION), {"title": "  ", "kind": "other", "note": "Спросить отдел"})

    page = answer.content.decode()
    assert (answer.status_code, Occasion.objects.count()) == (422, 0)
    assert "Напишите, что случится, хотя бы двумя словами. Остальное на месте." in page
    assert "Спросить отдел" in page


def test_a_form_filled_in_for_some_minutes_is_not_late(press: Client, account: Account):
    """Its hour was «now» when it was opened."""
    moment = local(now() - timedelta(minutes=3), "Asia/Barnaul")

    answer = press.post(reverse(ADD), said(account, day=moment.date().isoformat(), time=moment.strftime("%H:%M")))

    item = PlanItem.objects.get()
    assert (answer.status_code, item.publish_at) == (
        302,
        at(moment.date(), moment.time().replace(second=0, microsecond=0), "Asia/Barnaul"),
    )


def test_a_day_that_is_over_is_refused(press: Client):
    """Nobody would find the occasion there."""
    yesterday = today("Asia/Barnaul") - timedelta(days=1)

    answer = press.post(reverse(OCCASION), {"title": "Ярмарка", "kind": "date", "day": yesterday.isoformat()})

    assert answer.status_code == 422
    assert "Этот день прошёл." in answer.content.decode()
    assert not Occasion.objects.exists()


def test_an_occasion_is_read_changed_and_removed(press: Client, account: Account, department_a: Department):
    occasion = make_occasion(account.administration, by=account.responsible, title="Ярмарка")
    item = make_plan_item(account.administration, author=account.responsible, occasion=occasion, title="О ярмарке")
    page = reverse("plan:occasion_page", args=[occasion.pk])
    new = {"title": "Большая ярмарка", "kind": "department", "place": "Площадь", "department": department_a.pk}

    read = press.get(page).content.decode()
    asked = press.get(reverse("plan:occasion_change", args=[occasion.pk])).content.decode()
    old_day = {"day": local(NOON, "Asia/Barnaul").date().isoformat(), "time": "12:00"}
    changed = press.post(reverse("plan:occasion_change", args=[occasion.pk]), new | old_day)
    changed_row = Occasion.objects.get()
    question = press.get(reverse("plan:occasion_remove", args=[occasion.pk])).content.decode()
    press.post(reverse("plan:occasion_remove", args=[occasion.pk]))

    item.refresh_from_db()
    assert "О ярмарке" in read
    assert 'value="Ярмарка"' in asked
    assert changed.headers["Location"] == page
    assert changed_row.title == "Большая ярмарка"
    assert changed_row.place == "Площадь"
    assert changed_row.department == department_a
    assert changed_row.starts_at == occasion.starts_at
    assert "<b>Большая ярмарка</b>" in question
    assert (Occasion.objects.exists(), item.occasion) == (False, None)
    assert list(Entry.objects.order_by("number").values_list("verb", "facts")) == [
        ("occasion.changed", {"changed": ["kind", "title", "place", "department"]}),
        ("occasion.removed", {"kind": "department"}),
    ]


def test_a_curator_changes_only_what_they_wrote_down(alice: Person, dave: Person):
    own = make_occasion(alice.administration, by=dave, title="Своё")
    other = make_occasion(alice.administration, by=alice, title="Чужое")
    browser = client_of(dave)

    answers = [browser.get(reverse("plan:occasion_change", args=[one.pk])).status_code for one in (own, other)]
    shown = [
        reverse("plan:occasion_change", args=[one.pk])
        in browser.get(reverse("plan:occasion_page", args=[one.pk])).content.decode()
        for one in (own, other)
    ]

    assert (answers, shown) == ([200, 403], [True, False])


def test_all_but_hour_and_networks_is_changed(press: Client, account: Account, department_a: Department):
    occasion = make_occasion(account.administration, by=account.responsible, starts_at=None)
    item = make_plan_item(account.administration, author=account.responsible, accounts=(account,), title="Каток")
    address = reverse("web:item_change", args=[item.pk])
    new = {"title": "Лыжня", "format": "video", "category": "other", "note": "Снять с утра"}

    shown = press.get(address).content.decode()
    press.post(address, new | {"occasion": occasion.pk, "department": department_a.pk})
    press.post(address, new | {"occasion": occasion.pk, "department": department_a.pk})

    item.refresh_from_db()
    assert 'value="Каток"' in shown
    assert {name: getattr(item, name) for name in new} == new
    assert item.occasion == occasion
    assert item.department == department_a
    assert list(Entry.objects.values_list("verb", "facts")) == [
        ("plan.described", {"changed": ["title", "format", "category", "occasion", "department", "note"]})
    ]


def test_the_format_that_somebody_was_asked_about_stays(press: Client, alice: Person):
    item = asked(alice).sheet.version.post.plan_item
    address = reverse("web:item_change", args=[item.pk])

    shown = press.get(address).content.decode()
    press.post(address, {"title": "Лыжня", "format": "story", "category": "activity"})

    item.refresh_from_db()
    assert item.title == "Лыжня"
    assert item.format == "text"
    assert "Формат согласуют вместе с текстом" in shown


@pytest.mark.parametrize(("who", "offered"), [("alice", True), ("dave", False)])
def test_a_curator_is_not_offered_an_occasion_of_no_department(
    request: pytest.FixtureRequest, who: str, offered: bool, department_a: Department
):
    person: Person = request.getfixturevalue(who)
    person.department = department_a
    person.save()

    shown = client_of(person).get(reverse(OCCASION)).content.decode()

    assert ("без отдела" in shown, department_a.name in shown) == (offered, True)


def test_a_browser_cuts_no_title(press: Client) -> None:
    page = press.get(reverse(ADD)).content.decode()

    assert re.findall(r'<[^>]*name="(?:title|note)"[^>]*maxlength', page) == []
