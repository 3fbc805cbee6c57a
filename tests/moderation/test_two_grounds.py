"""A comment with two grounds counts for the graver one: in its line, choices, numbers and filters."""

import re

from tests.factories import NOON, make_account, make_message
from tests.people import client_of
from tests.web.test_numbers import main_of
from veche.moderation.domain.queries import Show, counts, waiting_by_kind
from veche.moderation.models import Proposal
from veche.staff.models import Person


def test_the_graver_ground_names_the_comment_everywhere(alice: Person) -> None:
    city = alice.administration
    message = make_message(
        make_account(city, responsible=alice), text="Паспорта без проверки", screened_at=NOON, suspect=True
    )
    Proposal.objects.create(
        administration=city,
        message=message,
        ground="spam",
        grounds=["spam", "illegal"],
        scores={"spam": 0.86, "illegal": 0.71},
        at=message.at,
    )

    page = client_of(alice).get(f"/inbox/{message.pk}/").content.decode()
    said = main_of(client_of(alice).get(f"/inbox/{message.pk}/"))

    assert "предложено: нарушает закон 71 %, спам" in said
    assert re.findall(r'name="ground" value="(\w+)" required\s+checked', page) == ["illegal"]
    assert [row.kind for row in waiting_by_kind(city, private=False)] == ["illegal"]
    assert [counts(city, ground=ground)[Show.PROPOSED] for ground in ("illegal", "spam")] == [1, 0]
