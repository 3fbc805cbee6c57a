"""What the head of press switches: families that are checked, and the days of an election."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.written import drafted
from veche.journal.models import Entry
from veche.staff.models import Administration, Person

ZONE = ZoneInfo("Asia/Barnaul")
NOON = datetime(2026, 9, 14, 12, tzinfo=ZONE)
POLL = "По опросам, на выборах мэра лидирует Выдумкин: за него 54 % горожан."
CAPITALS = "ВСЕМ ПРИВЕТ, приходите на каток!"


def rules_of(text: str, person: Person, day: datetime) -> set[str]:
    post = drafted(person, text="Черновик", publish_at=day)
    said = client_of(person).post(reverse("publishing:proof", args=[post.pk]), {"text": text}).json()
    return {one["rule"] for one in said["findings"]}


def change(person: Person, name: str, **said: object) -> int:
    return client_of(person).post(reverse(f"compliance:change_{name}"), said).status_code


@time_machine.travel(NOON, tick=False)
def test_families_and_elections_are_switched_and_kept(alice: Person, carol: Person, rubtsovsk: Administration) -> None:
    """A poll is forbidden by the day on which the post goes out, not by the day on which it is written."""
    silent, free = datetime(2026, 9, 17, 12, tzinfo=ZONE), datetime(2026, 9, 25, 12, tzinfo=ZONE)
    assert "L07" not in rules_of(POLL, alice, silent)
    days = {"voting_first": "2026-09-18", "voting_last": "2026-09-20", "campaign_from": "2026-08-01"}
    assert change(carol, "election", **days, candidates="Выдумкин Иван\n\nНебывалова Мария") == 302
    assert "L07" in rules_of(POLL, alice, silent)
    assert "L07" not in rules_of(POLL, alice, free)
    assert "Голосование 18 сентября 2026" in words(client_of(alice).get(reverse("compliance:checks")).content.decode())
    assert "D10" in rules_of(CAPITALS, alice, free)
    assert change(carol, "families", checked=["law"]) == 302
    assert change(carol, "families", checked=["law"]) == 302
    assert "D10" not in rules_of(CAPITALS, alice, free)
    assert "L07" in rules_of(POLL, alice, silent)
    kept = Entry.objects.of(rubtsovsk).filter(verb__startswith="compliance.").order_by("pk")
    assert [one.verb for one in kept] == ["compliance.election_changed", "compliance.families_changed"]
    assert kept[0].facts == {"voting": ["2026-09-18", "2026-09-20"], "campaign": "2026-08-01", "candidates": 2}
    assert change(alice, "families", checked=[]) == 403


@pytest.mark.parametrize(
    "said",
    [
        {"voting_last": "2026-09-20"},
        {"voting_first": "2026-09-20", "voting_last": "2026-09-18"},
        {"voting_first": "2026-09-20", "campaign_from": "2026-09-21"},
        {"voting_first": "31 июня"},
        {"voting_first": "1905-09-18"},
        {"voting_first": "2126-09-18"},
        {"candidates": "Выдумкин"},
    ],
)
def test_days_that_cannot_be_are_refused(said: dict[str, str], carol: Person) -> None:
    assert change(carol, "election", **said) == 422
