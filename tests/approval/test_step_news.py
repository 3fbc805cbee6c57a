"""Letters to the Head, a deputy and a lawyer whose decision is awaited."""

import pytest

from tests.approval.routes import route, sheet_about, steps
from veche.alarms.domain.notice import notice
from veche.alarms.domain.waits import waiting_for
from veche.alarms.models import Alarm
from veche.approval.domain import queries
from veche.approval.domain.decide import decide
from veche.approval.domain.step_news import NEWS, asked_matters
from veche.approval.enums import Verdict
from veche.staff.domain.dismiss import dismiss
from veche.staff.models import Office, Person

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    """Who has been told, in order."""
    notice()
    rows = Alarm.objects.filter(kind=NEWS).order_by("pk").select_related("person")
    return [row.person.display_name for row in rows]


def test_whoever_decides_outside_the_press_is_told_once_when_it_is_their_turn(
    alice: Person, carol: Person, dora: Person, helen: Person, ivan: Person
):
    city = alice.administration
    office = Office.objects.create(administration=city, name="Заместитель по ЖКХ", kind="deputy", holder=dora)
    route(city, (1, "press_head"), (2, "office", {"office": office, "question": "Верны ли цифры?"}), (3, "head"))
    sheet = sheet_about(alice)
    press, deputy, head = steps(sheet)
    assert told() == []
    assert [item.matter.path for item in waiting_for(carol)] == [f"/approval/{press.pk}/"]
    assert waiting_for(helen) == []

    decide(step=press, by=carol, verdict=Verdict.YES)
    assert (told(), told()) == (["dora"], ["dora"])
    (matter,) = asked_matters(city, dora, [deputy.pk]).values()
    assert (matter.lines[0], matter.path) == ("Верны ли цифры?", f"/approval/{deputy.pk}/")
    assert asked_matters(city, helen, [deputy.pk]) == {}

    dismiss(by=ivan, person=dora)
    assert told() == ["dora", "helen"]
    assert asked_matters(city, Person.objects.get(pk=dora.pk), [deputy.pk]) == {}
    decide(step=deputy, by=helen, verdict=Verdict.YES)
    assert told() == ["dora", "helen", "helen"]
    assert list(asked_matters(city, helen, [deputy.pk, head.pk])) == [head.pk]

    decide(step=head, by=helen, verdict=Verdict.RETURN, note="Не сейчас.")
    assert (told(), asked_matters(city, helen, [deputy.pk, head.pk])) == (["dora", "helen", "helen"], {})


def test_steps_that_stay_open_hide_no_later_one(alice: Person, helen: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "BATCH", 1)
    route(alice.administration, (1, "head"))
    for title in ("Каток", "Горка"):
        sheet_about(alice, title=title)

    assert told() == ["helen", "helen"]
