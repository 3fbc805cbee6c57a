"""The migration that withdraws proposals made only because several people wrote the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_account, make_message
from tests.people import founded
from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.journal.domain.verify import verify
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.models import Proposal
from veche.staff.models import Administration, Person

# A migration that landed changes no more.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nightly]

REPETITION = {
    "ground": "spam",
    "start": 0,
    "end": 9,
    "rule": "flood-authors",
    "words": "одно и то же пишут разные авторы: 9",
}
ONE_AUTHOR = REPETITION | {"rule": "flood-author", "words": "один автор пишет одно и то же за десять минут: 3"}
INSULT = {"ground": "insult", "start": 0, "end": 5, "rule": "insult-hard", "words": "оскорбление"}
OFFER = {"ground": "spam", "start": 0, "end": 5, "rule": "spam-phrase", "words": "реклама"}


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("moderation", name)])


@pytest.fixture
def before() -> Iterator[None]:
    """The tables of an installation of the earlier version."""
    migrate("0001_initial")
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def proposed(
    account: Account,
    scores: dict[str, float],
    *spans: dict[str, object],
    text: str = "Когда дадут воду?",
    **more: Any,
) -> Message:
    message = make_message(account, text=text, screened_at=now(), **more)
    Proposal.objects.create(
        administration=account.administration,
        message=message,
        ground=next(iter(scores), ""),
        grounds=list(scores),
        scores=scores,
        spans=list(spans),
        at=now(),
    )
    return message


def stored(message: Message) -> tuple[str, list[str], list[str], bool]:
    """Ground, grounds, rules of the spans, and whether the comment waits for another screening."""
    message = Message.objects.unscoped().select_related("proposal").get(pk=message.pk)
    kept = message.proposal
    return kept.ground, kept.grounds, [one["rule"] for one in kept.spans], message.screened_at is None


def test_only_repetition_by_several_people_is_withdrawn(
    before: None, rubtsovsk: Administration, other_city: Administration, alice: Person
) -> None:
    for city in (rubtsovsk, other_city):
        founded(city)
    account = make_account(rubtsovsk, responsible=alice)
    elsewhere = make_account(other_city, responsible=alice)
    alone = proposed(account, {"spam": 0.6}, REPETITION)
    answered = proposed(elsewhere, {"spam": 0.6}, REPETITION, state="answered")
    insult = proposed(account, {"insult": 0.9, "spam": 0.6}, INSULT, REPETITION)
    surest = proposed(account, {"spam": 0.6, "insult": 0.55}, REPETITION, INSULT)
    offer = proposed(account, {"spam": 0.8}, OFFER, REPETITION)
    flood = proposed(account, {"spam": 0.9}, ONE_AUTHOR)
    clean = proposed(account, {})
    decided = [proposed(account, {"spam": 0.6}, REPETITION, state=state) for state in ("kept", "deleted", "deleting")]

    migrate("0002_withdraw_repetition")

    assert stored(alone) == stored(answered) == ("", [], [], True)
    assert stored(insult) == stored(surest) == ("insult", ["insult"], ["insult-hard"], False)
    assert stored(offer) == ("spam", ["spam"], ["spam-phrase"], False)
    assert stored(flood) == ("spam", ["spam"], ["flood-author"], False)
    assert stored(clean) == ("", [], [], False)
    assert [stored(one) for one in decided] == [("spam", ["spam"], ["flood-authors"], False)] * 3
    noted = Entry.objects.filter(verb="comment.proposal_withdrawn").order_by("administration", "number")
    assert {(one.administration_id, one.object_type, one.object_id, one.actor_id) for one in noted} == {
        (account.administration_id, "inbox.message", str(one.pk), None) for one in (alone, insult, surest)
    } | {(other_city.pk, "inbox.message", str(answered.pk), None)}
    assert [one.facts for one in noted] == [{"ground": "spam"}] * 4
    # The rest of the chain is of this version, so that only the seals of these entries are missing.
    said = [problem for city in (rubtsovsk, other_city) for problem in verify(city).problems]
    assert [problem for problem in said if "печати нет" not in problem] == []


def test_an_advertisement_that_many_pasted_is_proposed_again_for_its_own_words(
    before: None, rubtsovsk: Administration, alice: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    text = "Казино дарит 100 фриспинов новичкам, заходи по ссылке casino-1.example, вчера поднял 47 тысяч"
    offer = proposed(account, {"spam": 0.6}, REPETITION, text=text)
    question = proposed(account, {"spam": 0.6}, REPETITION)

    migrate("0002_withdraw_repetition")
    propose_for_new()

    assert (stored(offer)[:2], stored(question)[:2]) == (("spam", ["spam"]), ("", []))
