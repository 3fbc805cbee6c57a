"""Letters about proposals of accounts: to whoever decides, and on the last day of the notice; none when it is over."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.proposed import agreed, proposed
from veche.accounts.domain.checklist import mark
from veche.accounts.domain.proposals import withdraw
from veche.accounts.enums import ChecklistStep
from veche.alarms.domain.account_proposals import find
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notify import notify_all
from veche.alarms.models import Alarm
from veche.kernel.clock import today
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int, str]]:
    rows = Alarm.objects.filter(kind__in=("proposed", "notice_due")).order_by("pk")
    return [(row.kind, row.subject, row.person.display_name) for row in rows.select_related("person")]


def test_proposals_and_notices_are_told_once(
    mail: MailServer, settings: Settings, rubtsovsk: Administration, alice: Person, carol: Person, helen: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    waits, of_carol, gone = proposed(alice, title="Спорт"), proposed(carol, title="Музей"), proposed(alice)
    begun, fresh = agreed(alice, carol, title="Театр"), agreed(alice, carol)
    for proposal, days in ((begun, 1), (fresh, 0)):
        day = today(rubtsovsk.time_zone) - timedelta(days=days)
        mark(proposal=proposal, by=alice, step=ChecklistStep.CREATED, day=day, url="vk.com/teatr")
    begun.refresh_from_db()
    assert begun.notice_due_at is not None
    for minutes in (60, 30):
        notify_all(find(begun.notice_due_at - timedelta(minutes=minutes)))
    withdraw(proposal=gone, by=alice)

    assert told() == [
        ("proposed", waits.pk, "carol"),
        ("proposed", of_carol.pk, "helen"),
        ("proposed", gone.pk, "carol"),
        ("notice_due", begun.pk, "alice"),
    ]
    assert send_waiting() == 3
    assert send_waiting() == 0
