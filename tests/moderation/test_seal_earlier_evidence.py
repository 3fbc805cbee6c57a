"""The migration that gives evidence of earlier versions its second digest, if the first one is right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_account, make_act, make_message
from tests.people import founded
from veche.accounts.models import Account
from veche.inbox.models import Wording
from veche.journal.domain.checked import examine as examine_journal
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.digests import digest_of, facts_of
from veche.moderation.domain.evidence import capture
from veche.moderation.domain.examine import examine
from veche.moderation.models import Evidence, Restriction, Ruling
from veche.staff.models import Administration, Person

# A migration that landed changes no more.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nightly]


@pytest.fixture
def upgraded() -> Iterator[None]:
    """Restore the tables of this version after a test."""
    yield
    upgrade()


def upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def an_earlier_deletion(account: Account, by: Person) -> Ruling:
    """A decision stored by an earlier version: one digest over the received text, and its entry."""
    city, message = account.administration, make_message(account, text="Вы идиоты", author_id="17")
    Wording.objects.create(
        administration=city, message=message, text=message.text, at=message.at, received_at=message.received_at
    )
    act = make_act(message.account, verb="delete_comment", state="confirmed", proof="answer", due_at=now())
    ruling: Ruling = Ruling.objects.create(
        administration=city, message=message, verb="delete", ground="insult", person=by, at=now(), act=act
    )
    evidence = capture(ruling, message)
    evidence.refresh_from_db()
    Evidence.objects.filter(pk=evidence.pk).update(digest=digest_of(facts_of(evidence)), seals={}, sealed_at=None)
    evidence.refresh_from_db()
    facts = {"ground": "insult", "ruling": ruling.pk, "act": act.pk, "evidence": evidence.digest}
    with transaction.atomic():
        record(administration=city, actor=by, verb="comment.deleted", obj=message, facts=facts)
    return ruling


def test_what_fits_its_first_digest_gets_the_second_and_what_does_not_is_named(
    upgraded: None, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    account = make_account(founded(rubtsovsk), responsible=alice)
    whole, words, ground, person, hour = (an_earlier_deletion(account, alice) for _ in range(5))
    Evidence.objects.filter(ruling=words).update(author_name="Другой")
    Ruling.objects.filter(pk=ground.pk).update(ground="spam")
    Ruling.objects.filter(pk=person.pk).update(person=bob)
    Ruling.objects.filter(pk=hour.pk).update(at=now() - timedelta(days=1))
    first = whole.evidence.digest
    MigrationExecutor(connection).migrate([("moderation", "0003_evidence_seals"), ("journal", "0002_seal_heads")])

    upgrade()

    sealed = Evidence.objects.exclude(sealed_at=None).get()
    assert sealed.ruling_id == whole.pk
    assert sealed.first_digest == first
    assert sealed.digest != first
    entry = Entry.objects.get(verb="evidence.sealed")
    assert (entry.object_type, entry.object_id) == ("inbox.message", str(whole.message_id))
    assert entry.facts == {"before": first, "evidence": sealed.digest, "ruling": whole.pk}
    assert examine_journal(rubtsovsk).problems == []
    assert examine(rubtsovsk).problems == [
        f"Решение об удалении № {words.pk}, с журналом не сходится: слова, снимки, время комментария.",
        f"Решение об удалении № {ground.pk}, с журналом не сходится: основание.",
        f"Решение об удалении № {person.pk}, с журналом не сходится: кто решил.",
        f"Решение об удалении № {hour.pk}, с журналом не сходится: час решения.",
    ]

    Ruling.objects.filter(pk=whole.pk).update(note="первый раз")
    assert examine(rubtsovsk).problems[0].endswith("с журналом не сходится: пояснение.")
    assert not Restriction.objects.exists()
