"""A corrected plan that is loaded a second time: items of the plan change as the preview says, and can be put back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.at_once import at_once
from tests.factories import make_account, make_plan_item
from tests.people import client_of, make_administration, play
from tests.plan.plans import DAY, ZONE, file_row
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.clock import at, local
from veche.plan.domain.file_answers import Answer
from veche.plan.domain.file_plan import FilePlan
from veche.plan.domain.file_rows import FileRow
from veche.plan.domain.file_write import is_worked_on, keep_file, place_file, plan_of, take_out
from veche.plan.domain.items import move_item
from veche.plan.errors import FileChanged, NothingToPlace, PlanError
from veche.plan.models import PlanFile, PlanItem
from veche.posts.domain.write import start_post
from veche.staff.models import Department, Person

LATER = DAY + timedelta(days=2)
OLD = [
    file_row(row=2, title="Каток закрывают", time=time(10)),
    file_row(row=3, title="Лыжня России", time=time(11)),
    file_row(row=4, title="Вакансии недели", time=time(12)),
    file_row(row=5, title="Субботник", day=LATER, time=time(13)),
]
NEW = [
    file_row(row=2, title="Каток закрывают.", time=time(15)),
    file_row(row=3, title="Лыжня России", day=LATER, time=time(11), networks=("vk", "ok"), where="ВК, ОК"),
    file_row(row=4, title="Вакансии недели", time=time(12), department="Отдел А"),
    file_row(row=5, title="Субботник", day=LATER, time=time(13)),
    file_row(row=6, title="Масленица", day=LATER, time=time(14)),
]


def kept(by: Person, rows: Sequence[FileRow]) -> PlanFile:
    aimed = [replace(row, networks=row.networks or ("vk",)) for row in rows]
    return keep_file(by=by, file_name="План.xlsx", rows=aimed, has_macros=False)


def placed(by: Person, rows: Sequence[FileRow]) -> PlanFile:
    file = kept(by, rows)
    return place_file(by=by, file=file, digest=plan_of(file).digest, answers={})


def outcomes(plan: FilePlan) -> list[str]:
    return [one.outcome.value for one in plan.rows]


def standing(item: PlanItem) -> tuple[str, list[str], str]:
    item.refresh_from_db()
    networks = sorted(account.network for account in item.accounts.all())
    return f"{local(item.publish_at, ZONE):%d.%m %H:%M}", networks, item.department.name if item.department else ""


def test_a_corrected_plan_changes_what_is_only_planned_and_can_be_put_back(
    alice: Person, accounts: list[Account], department_a: Department
):
    Department.objects.filter(pk=department_a.pk).update(name="Отдел А")
    placed(alice, OLD)
    items = [PlanItem.objects.get(title=row.title) for row in OLD]
    before = [standing(item) for item in items]
    file, browser = kept(alice, NEW), client_of(alice)
    plan = plan_of(file)
    page = browser.get(reverse("plan:file_rows")).content.decode()

    assert outcomes(plan) == ["change", "change", "change", "there", "place"]
    assert [one.label for row in plan.rows for one in row.changes] == ["", "", "Сети", "Отдел"]
    assert plan.rows[0].changes[0].was.endswith("в 10:00")
    assert plan.rows[0].changes[0].became.endswith("в 15:00")
    assert plan.rows[1].changes[1][1:] == ("VK", "VK, OK")
    assert "Поставить 1, изменить 3" in page
    assert "<del><bdi>без отдела</bdi></del> <ins><bdi>Отдел А</bdi></ins>" in page
    assert reverse("web:item", args=[items[3].pk]) in page

    done = place_file(by=alice, file=file, digest=plan.digest, answers={})
    assert PlanItem.objects.count() == len(OLD) + 1
    assert [standing(item) for item in items] == [
        (f"{DAY:%d.%m} 15:00", ["vk"], ""),
        (f"{LATER:%d.%m} 11:00", ["ok", "vk"], ""),
        (f"{DAY:%d.%m} 12:00", ["vk"], "Отдел А"),
        before[3],
    ]
    assert Entry.objects.get(verb="plan.file_placed", object_id=str(done.pk)).facts == {
        "file_rows": 5,
        "placed": 1,
        "changed": 3,
    }
    assert outcomes(plan_of(kept(alice, NEW))) == ["there"] * 5

    take_out(by=alice, file=done)
    assert [standing(item) for item in items] == before
    assert not PlanItem.objects.filter(title="Масленица").exists()


def test_an_item_whose_text_is_begun_is_told_with_what_differs_and_stays(alice: Person, accounts: list[Account]):
    placed(alice, OLD[:1])
    item = PlanItem.objects.get()
    start_post(item=item, by=alice)
    file = kept(alice, NEW[:1])
    row = plan_of(file).rows[0]

    assert (row.outcome.value, row.item) == ("there", item)
    assert "Текст уже начат, поменяйте на странице записи: в плане" in row.reason
    with pytest.raises(NothingToPlace):
        place_file(by=alice, file=file, digest=plan_of(file).digest, answers={})


def test_a_row_that_a_person_ticks_off_changes_nothing(alice: Person, accounts: list[Account]):
    placed(alice, OLD[:1])
    file = kept(alice, [NEW[0], NEW[4]])
    place_file(by=alice, file=file, digest=plan_of(file).digest, answers={0: Answer(take=False)})

    assert standing(PlanItem.objects.get(title=OLD[0].title))[0] == f"{DAY:%d.%m} 10:00"
    assert PlanItem.objects.count() == 2


@pytest.mark.parametrize("there", [[time(10), time(18)], [time(10)]])
def test_of_several_items_or_rows_of_one_title_none_is_guessed(there: list[time], alice: Person, accounts: Any):
    hours = {2: [time(15)], 1: [time(15), time(16)]}[len(there)]
    placed(alice, [file_row(row=n, time=hour) for n, hour in enumerate(there)])
    plan = plan_of(kept(alice, [file_row(row=n, time=hour) for n, hour in enumerate(hours)]))

    assert set(outcomes(plan)) == {"there"}
    assert not any(row.changes for row in plan.rows)


def test_what_was_done_with_a_changed_item_later_is_not_undone(alice: Person, accounts: list[Account]):
    placed(alice, OLD[:1])
    done = placed(alice, NEW[:1])
    item = PlanItem.objects.get()
    free = is_worked_on(done)
    move_item(item=item, by=alice, publish_at=at(DAY, time(19), ZONE))

    assert (free, is_worked_on(done)) == (False, True)
    with pytest.raises(PlanError, match="с пунктами из этого файла работали"):
        take_out(by=alice, file=done)
    assert standing(item)[0] == f"{DAY:%d.%m} 19:00"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_load_the_corrected_plan_at_once_one_is_told():
    city = make_administration()
    alice, bob = play("alice", city), play("bob", city)
    account = make_account(city, responsible=alice)
    make_plan_item(city, author=alice, accounts=(account,), title="Каток закрывают", publish_at=at(DAY, time(10), ZONE))
    files = [kept(alice, NEW[:1]), kept(bob, NEW[:1])]
    digests = [plan_of(file).digest for file in files]

    said = at_once(
        lambda: place_file(by=alice, file=files[0], digest=digests[0], answers={}),
        lambda: place_file(by=bob, file=files[1], digest=digests[1], answers={}),
        refused=(PlanError,),
    )

    assert sorted(one.partition(" ")[0] for one in said) == ["done", "Пока"]
    assert Entry.objects.filter(verb="plan.moved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_text_begun_while_a_file_is_placed_or_taken_out_waits_for_it_or_stops_it():
    city = make_administration()
    alice, bob = play("alice", city), play("bob", city)
    account = make_account(city, responsible=alice)
    item = make_plan_item(
        city, author=alice, accounts=(account,), title="Каток закрывают", publish_at=at(DAY, time(10), ZONE)
    )
    file = kept(alice, NEW[:1])
    digest = plan_of(file).digest

    said = at_once(
        lambda: place_file(by=alice, file=file, digest=digest, answers={}),
        lambda: start_post(item=item, by=bob),
        refused=(FileChanged,),
    )
    moved = standing(item)[0] == f"{DAY:%d.%m} 15:00"
    assert moved == all(one == "done" for one in said)

    done = placed(alice, NEW[4:])
    fresh = done.items.get()
    said = at_once(lambda: take_out(by=alice, file=done), lambda: start_post(item=fresh, by=bob), refused=(PlanError,))
    assert sorted(one == "done" for one in said) == [False, True]
