"""The sandbox's day «Нет воды»: most residents ask the same few questions, and none is proposed for that."""

import re
from collections import defaultdict

import pytest

from tests.inbox.conftest import Stand
from tests.people import client_of
from tests.waiting import wait_until
from veche.inbox.domain.same import people_of
from veche.inbox.models import Message
from veche.moderation.models import Proposal
from veche.screening.screen import screen
from veche.staff.models import Administration, Person
from veche_sandbox.day import MOODS
from veche_sandbox.residents import ROUGH, SECOND_THOUGHT

COMMENTS = sum(MOODS["stormy"])
pytestmark = pytest.mark.django_db(transaction=True)


def live_a_day(stand: Stand) -> None:
    """Run a stormy day in this network, after the last one has ended, until all comments are written."""
    wait_until(lambda: begins(stand))
    wait_until(lambda: len(written(stand)) == COMMENTS)


def begins(stand: Stand) -> bool:
    try:
        stand.sandbox.ask("POST", stand.slug, "day", {"mood": "stormy", "seconds": 0.2, "seed": 11})
    except AssertionError as error:
        if "goes on" not in str(error):
            raise
        return False
    return True


def written(stand: Stand) -> list[tuple[str, str]]:
    """Authors and first texts of the comments."""
    found = stand.sandbox.comments(stand.slug, details=True)
    ours = [one for one in found if one["account"] == stand.number]
    return [(one["author"], one["text"].removesuffix(SECOND_THOUGHT)) for one in ours]


def test_nothing_is_proposed_for_repetition_and_the_people_are_counted(
    vk: Stand, telegram: Stand, alice: Person, rubtsovsk: Administration
) -> None:
    asked = defaultdict(set)
    for stand in (vk, telegram):
        stand.publish(f"Воды нет до 14 часов, {stand.slug}", alice)
        stand.look()
        live_a_day(stand)
        for author, text in written(stand):
            # The same resident in both networks has one name and is one person.
            asked[text].add(author)
        for _round in range(3):
            stand.look()

    proposals = list(Proposal.objects.of(rubtsovsk).filter(message__private=False).select_related("message"))
    assert len(proposals) > 100
    rules = {one["rule"] for row in proposals for one in row.spans}
    assert not any(rule.startswith("flood") for rule in rules)
    for row in proposals:
        assert row.grounds == list(screen(row.message.text).proposed)
    assert {row.message.text.removesuffix(SECOND_THOUGHT) for row in proposals if row.ground} <= set(ROUGH)

    firsts = set(Message.objects.of(rubtsovsk).exclude(same_as=None).values_list("same_as", flat=True))
    texts = dict(Message.objects.of(rubtsovsk).values_list("pk", "text"))
    counted = {
        texts[first].removesuffix(SECOND_THOUGHT): shared.people
        for first, shared in people_of(rubtsovsk, firsts).items()
    }
    assert counted == {text: len(people) for text, people in asked.items() if text in counted}
    assert {text for text, people in asked.items() if len(people) > 1 and text not in ROUGH} <= set(counted)
    assert max(counted.values()) >= 5  # Fewer than comments: the same names write in both networks.
    html = client_of(alice).get("/inbox/?show=all").content.decode()
    said = {int(number) for number in re.findall(r"(\d+) человека? (?:спрашивают|пишут) об одном", html)}
    assert said
    assert said <= set(counted.values())
