"""«План недели» and the page of one item: the day of each item, and moving it to another day."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests import written
from tests.factories import make_account, make_act, make_occasion, make_plan_item
from tests.markup import attribute, element, elements, words
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from veche.accounts.models import Account, Key
from veche.approval.domain.ask import ask
from veche.kernel.clock import at, local, now, today, week_of
from veche.kit.moments import spoken
from veche.norm.domain.week import week_norm
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.evergreens import write_down
from veche.staff.models import Person

ZONE = "Asia/Barnaul"
MOST_BYTES = 100_000


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


@pytest.fixture
def press(alice: Person) -> Client:
    return client_of(alice)


def next_monday() -> date:
    return week_of(today(ZONE))[0] + timedelta(days=7)


def hour(day: date, hours: int = 12) -> datetime:
    return at(day, time(hours), ZONE)


def address(monday: date, **query: str) -> str:
    return f"{reverse('web:week')}?week={monday:%G-W%V}" + "".join(f"&{name}={value}" for name, value in query.items())


def planned(account: Account, day: date, title: str = "Каток", **fields: object) -> PlanItem:
    return make_plan_item(
        account.administration,
        author=account.responsible,
        accounts=(account,),
        publish_at=hour(day),
        title=title,
        **fields,
    )


def column(client: Client, day: date, **query: str) -> str:
    page = client.get(address(week_of(day)[0], **query)).content.decode()
    return element(page, f"section#d{day.isoformat()}")


def test_the_number_of_queries_does_not_grow(press: Client, alice: Person, account: Account):
    monday = next_monday()
    counts = []
    for more in (2, 3, 26):
        for number in range(more):
            planned(account, monday + timedelta(days=number % 7), f"Запись {number}")
            written.asked(alice, accounts=(account,), title="Ждёт", text=str(number), publish_at=hour(monday))
            make_occasion(account.administration, by=alice, title=f"Повод {number}")
        press.get(address(monday))
        with CaptureQueriesContext(connection) as caught:
            page = press.get(address(monday))
        assert len(page.content) < MOST_BYTES
        counts.append(len(caught))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 16


def test_an_item_says_when_where_and_how_it_stands(press: Client, account: Account):
    friday = next_monday() + timedelta(days=4)
    planned(account, friday, "Каток", format="photo")
    planned(account, friday, "С праздником", category="other")

    said = words(column(press, friday))

    assert "12:00 фото +1 Каток VK идея" in said
    assert "12:00 текст С праздником VK идея" in said
    assert "Слишком близко: две в 12:00" in said


def test_the_norm_over_the_week(press: Client, account: Account):
    monday = next_monday()
    for day in (0, 1, 2):
        planned(account, monday + timedelta(days=day))

    page = words(press.get(address(monday)).content.decode())

    assert "В плане 3 из 5 Не хватает двух записей. Свободны четверг, пятница," in page
    assert "Три ждут текста, согласия или проверки." in page
    assert "По сетям: будет VK 3" in page


def test_the_reserve_is_placed_on_a_day_of_the_week(press: Client, alice: Person, dave: Person, account: Account):
    said = {"title": "Песок и соль", "text": "Звоните 112.", "link": "", "format": "text", "category": "important"}
    write_down(administration=alice.administration, by=alice, said=said | {"accounts": [account]}, once=None)
    friday = next_monday() + timedelta(days=4)

    reserve = element(press.get(address(friday, net="vk")).content.decode(), "section[aria-labelledby=reserve-title]")
    url = attribute(reserve, "li", "data-add")
    page = press.get(f"{url}&day={friday.isoformat()}").content.decode()
    form = element(page, "form.new-post")
    fields = {name: attribute(form, f"input[name={name}]", "value") for name in ("day", "time", "once", "back", "net")}
    placed = press.post(url, fields)

    week = f"/week/?week={friday:%G-W%V}&net=vk"
    assert f'<a href="{escape(week)}">План недели</a>' in page
    assert placed["Location"] == f"{week}#d{friday.isoformat()}"
    assert "Песок и соль" in column(press, friday)
    assert "reserve-title" not in client_of(dave).get(address(friday)).content.decode()


def test_the_first_empty_day_suggests(press: Client, alice: Person, account: Account):
    monday = next_monday()
    for day in (0, 1, 2, 3):
        planned(account, monday + timedelta(days=day))
    dated = make_occasion(account.administration, by=alice, title="Планёрка")
    dated.starts_at = hour(monday + timedelta(days=4), 10)
    dated.save()
    undated = make_occasion(account.administration, by=alice, title="Ярмарка")
    undated.starts_at = None
    undated.save()

    friday = column(press, monday + timedelta(days=4))

    assert "Пусто. До нормы хватит одной записи Планёрка 10:00" in words(friday)
    assert words(friday).index("Планёрка") < words(friday).index("Ярмарка")
    when = (monday + timedelta(days=4)).isoformat()
    assert f'href="{reverse("plan:add")}?day={when}&amp;occasion={undated.pk}"' in friday
    assert "Пусто" not in words(column(press, monday + timedelta(days=5)))


def test_an_occasion_that_is_told_about_leaves_the_tray(press: Client, alice: Person, account: Account):
    occasion = make_occasion(account.administration, by=alice, title="Ярмарка")
    occasion.starts_at = None
    occasion.save()
    tray = element(press.get(address(next_monday())).content.decode(), "section#tray")
    planned(account, next_monday(), occasion=occasion)

    later = "".join(elements(press.get(address(next_monday())).content.decode(), "section#tray"))

    assert ("Ярмарка" in tray, "Ярмарка" in later) == (True, False)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"show": "counts"}, ["Важная"]),
        ({"net": "telegram"}, []),
        ({"category": "other"}, ["Прочая"]),
        ({"department": "0"}, []),
        ({}, None),
    ],
)
def test_filters(press: Client, account: Account, query: dict[str, str], there: list[str] | None):
    monday = next_monday()
    planned(account, monday, "Важная", category="important")
    planned(account, monday, "Прочая", category="other")

    said = re.findall(r"<h3><a[^>]*>([^<]+)", column(press, monday, **query))

    assert said == (["Важная", "Прочая"] if there is None else there)


@pytest.mark.parametrize("nonsense", ["", "2026", "2026-W99", "W", "завтра", "9999999-W01"])
def test_nonsense_in_the_address_is_this_week(press: Client, nonsense: str):
    page = press.get(reverse("web:week"), {"week": nonsense})

    assert (page.status_code, f'id="d{today(ZONE).isoformat()}"' in page.content.decode()) == (200, True)


def test_the_weeks_before_and_after_keep_the_filter(press: Client):
    page = press.get(f"{reverse('web:week')}?week=2026-W53&net=vk").content.decode()

    assert "28 декабря – 3 января" in page
    assert f"{reverse('web:week')}?week=2026-W52&amp;net=vk" in page
    assert f"{reverse('web:week')}?week=2027-W01&amp;net=vk" in page
    assert f"{reverse('web:month')}?month=2026-12&amp;net=vk" in page


def test_moving_and_taking_it_back(press: Client, account: Account):
    item = planned(account, next_monday())
    friday = next_monday() + timedelta(days=4)

    answer = press.post(
        reverse("web:item_move", args=[item.pk]), {"day": friday.isoformat(), "time": "18:30"}, follow=True
    )
    moved = PlanItem.objects.get().publish_at
    undo = attribute(element(answer.content.decode(), "div#toasts"), "form", "action")
    press.post(undo)

    assert moved == at(friday, time(18, 30), ZONE)
    assert PlanItem.objects.get().publish_at == hour(next_monday())


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"day": "2020-01-01", "time": "12:00"}, "Это время уже прошло."),
        ({"day": "", "time": "12:00"}, "Выберите день."),
        ({"day": "2099-01-01", "time": "полдень"}, "Такого времени нет."),
        ({}, "Выберите день."),
    ],
)
def test_an_hour_that_cannot_be(press: Client, account: Account, form: dict[str, str], sentence: str):
    item = planned(account, next_monday())

    answer = press.post(reverse("web:item_move", args=[item.pk]), form)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert PlanItem.objects.get().publish_at == hour(next_monday())


def test_what_has_left_stays_where_it_is(press: Client, alice: Person, carol: Person, account: Account):
    version = written.approved(alice, carol, accounts=(account,))
    act = version.deliveries.get().act
    act.state = ActState.SENDING
    act.save()
    friday = next_monday() + timedelta(days=4)

    answer = press.post(
        reverse("web:item_move", args=[version.post.plan_item_id]), {"day": friday.isoformat(), "time": "12:00"}
    )

    assert answer.status_code == 422
    assert "Запись уже уходит или вышла, её час не изменить." in answer.content.decode()


def test_what_came_out_on_another_day_stands_there(press: Client, alice: Person, carol: Person, account: Account):
    """Planned for Sunday evening, missed, and sent on Monday by a person; the norm counts it on Monday as well."""
    monday = week_of(today(ZONE))[0]
    version = written.approved(alice, carol, accounts=(account,), title="Каток")
    PlanItem.objects.update(publish_at=hour(monday - timedelta(days=1), 22))
    Act.objects.update(state=ActState.CONFIRMED, proof="answer", proven_at=now(), last_call_at=hour(monday, 9))
    before, here = (press.get(address(monday + timedelta(days=days))) for days in (-7, 0))

    [entry] = next(day.entries for day in here.context["days"] if day.date == monday)
    assert entry.pk == version.post.plan_item_id
    assert entry.when.hour == "09:00"
    assert entry.when.planned == f"планировалось {spoken(hour(monday - timedelta(days=1), 22), ZONE)}"
    assert entry.when.planned in words(column(press, monday))
    assert [day.entries for day in before.context["days"]] == [()] * 7
    assert [(one.pk, one.out) for one in week_norm(account.administration, monday).counted] == [(entry.pk, True)]
    assert week_norm(account.administration, monday - timedelta(days=7)).counted == ()


def test_what_no_key_lets_out_is_not_foretold(press: Client, ivan: Person, account: Account):
    bare = make_account(account.administration, responsible=ivan, network="telegram")
    for text, where in (("Ключ цел", account), ("Ключа нет", bare)):
        planned(where, next_monday(), text)
    Key.objects.create(administration=bare.administration, account=bare, slot="bot", added_by=ivan, revoked_at=now())

    found = week_norm(account.administration, next_monday())

    assert [one.title for one in found.counted] == ["Ключ цел"]
    assert "Ключа нет" in words(column(press, next_monday()))


def test_from_the_plan_to_the_text(press: Client, account: Account):
    item = planned(account, next_monday())
    make_plan_item(
        item.administration, author=item.author, publish_at=hour(next_monday()) + timedelta(minutes=30), title="Горка"
    )
    page = press.get(reverse("web:item", args=[item.pk])).content.decode()
    assert "Рядом выходит «Горка», 12:30" in words(page)

    answer = press.post(reverse("web:item_write", args=[item.pk]))

    post = Post.objects.get()
    assert ("Писать" in page, answer.headers["Location"]) == (True, reverse("publishing:edit", args=[post.pk]))
    later = press.get(reverse("web:item", args=[item.pk]))
    assert later.headers["Location"] == reverse("publishing:detail", args=[post.pk])


def test_out_of_the_plan(press: Client, account: Account):
    item = planned(account, next_monday())

    press.post(reverse("web:item_drop", args=[item.pk]))

    assert "Каток" not in column(press, next_monday())
    assert "Писать" not in press.get(reverse("web:item", args=[item.pk])).content.decode()


def test_what_stands_on_a_wall_is_not_taken_out(press: Client, alice: Person, carol: Person, account: Account):
    version = written.approved(alice, carol, accounts=(account,))
    act = version.deliveries.get().act
    act.state, act.proof = ActState.CONFIRMED, "read_back"
    act.save()

    answer = press.post(reverse("web:item_drop", args=[version.post.plan_item_id]), follow=True)

    assert "Запись уже вышла или уходит: снять с плана нельзя." in answer.content.decode()
    assert PlanItem.objects.get().cancelled_at is None


def test_networks_that_do_not_answer_are_outlined(press: Client, alice: Person, carol: Person, account: Account):
    version = written.approved(alice, carol, accounts=(account,), publish_at=hour(next_monday()))
    account.unreachable_since = now()
    account.save()

    day = local(version.post.plan_item.publish_at, ZONE).date()

    assert 'net-off" title="ВКонтакте: ждёт связи"' in column(press, day)


def test_a_curator_sees_no_handles(dave: Person, account: Account):
    planned(account, next_monday())
    make_act(account)

    page = client_of(dave).get(address(next_monday())).content.decode()

    assert "data-move" not in page
    assert "Перенести" not in page
    assert "Каток" in page


def test_what_waits_for_a_yes_is_one_on_three_pages(press: Client, alice: Person, carol: Person, account: Account):
    monday = next_monday()
    written.asked(alice, accounts=(account,), title="Ждёт", text="Ждёт", publish_at=hour(monday))
    out = written.approved(alice, carol, accounts=(account,), title="Вышла", text="Вышла", publish_at=hour(monday))
    Act.objects.update(state=ActState.CONFIRMED, proof="answer", proven_at=now(), last_call_at=hour(monday))
    corrected = rewrite(post=out.post, by=alice)
    written.write(corrected.post, alice, "Вышла в десять")
    ask(version=written.working(corrected.post), by=alice, correction=True)
    planned(account, monday, "Идея")

    week = press.get(address(monday, show="waits"))

    day = next(day for day in week.context["days"] if day.date == monday)
    assert {entry.title for entry in day.entries} == {"Ждёт", "Вышла"}
    assert "Ждёт согласия 2" in words(week.content.decode())
    assert press.get("/posts/?state=waiting").context["page"].paginator.count == 2
    assert len(press.get("/approval/").context["others"]) == 2
    for page in ("web:month", "web:plan_list"):
        listed = press.get(reverse(page), {"month": f"{monday:%Y-%m}", "show": "waits"}).content.decode()
        assert ["Ждёт согласия 2" in words(listed), "Вышла 1" in words(listed)] == [True, True], page
        assert ["Идея</a>" in listed, "Вышла</a>" in listed] == [False, True], page
    assert "Фильтр скрыл одну запись" in words(column(press, monday, show="waits"))
    assert "Фильтр скрыл" not in words(column(press, monday))


def test_a_day_that_the_filter_empties_is_not_called_empty(press: Client, account: Account):
    monday = next_monday()
    for day in range(7):
        planned(account, monday + timedelta(days=day), "Прочее", category="other")

    said = words(press.get(address(monday, show="counts")).content.decode())

    assert said.count("Фильтр скрыл одну запись") == 7
    assert "Пусто. До нормы" not in said
    assert "До нормы не хватает пяти записей" in said
