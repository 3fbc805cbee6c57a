"""Where a network restricts for good only, Veche lifts a term on its last day: by an act, or by a card."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import NOON, make_account
from tests.moderation.measures import able, said, stands, tell, verbs, weeklong
from tests.moderation.test_author_events import released_event, restricted_event
from tests.people import client_of
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.release import release
from veche.moderation.domain.settle import release_due, settle_authors
from veche.moderation.models import Restriction
from veche.networks.protocol import ReleaseAuthor, RestrictAuthor
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

LATER = timedelta(days=7, minutes=1)


@pytest.mark.parametrize(
    ("network", "author", "state"),
    [("max", "311", ActState.BY_HAND), ("ok", "311", ActState.BY_HAND), ("telegram", "-100311", ActState.PLANNED)],
)
def test_the_last_day(rubtsovsk: Administration, alice: Person, network: str, author: str, state: ActState) -> None:
    """The network is asked for good, the resident and the register are told the day; on it one release goes out."""
    account = make_account(rubtsovsk, responsible=alice, network=network)
    browser = client_of(alice)
    with time_machine.travel(NOON, tick=False):
        message = said(account, author_id=author)
        form = browser.get(reverse("moderation:restrict", args=[message.pk])).content.decode()
        assert ('value="week"' in form, 'value="day"' in form, "последний день" in form) == (True, False, True)
        made = weeklong(message, alice)
        wanted = network_act(known(made.act))
        assert isinstance(wanted, RestrictAuthor)
        assert (wanted.until, "до 2 декабря 2026" in wanted.words, made.lifted_by_us) == (None, True, True)
        stands(made)
        page = browser.get(reverse("moderation:restriction", args=[made.pk])).content.decode()
        assert ("до 2 декабря 2026, 12:00" in page, "последний день" in page) == (True, True)
        assert (release_due(), settle_authors()) == (0, 0)

    with time_machine.travel(NOON + LATER, tick=False):
        browser = client_of(alice)
        assert settle_authors() == 0  # the network has not lifted it
        assert (release_due(), release_due()) == (1, 0)
        made.refresh_from_db()
        assert (known(made.release_act).state, known(made.release_act).verb, made.ended_at) == (
            state,
            "release_author",
            None,
        )
        assert isinstance(network_act(known(made.release_act)), ReleaseAuthor)
        assert is_intact(made.evidence)
        listed = browser.get(reverse("moderation:restricted")).content.decode()
        assert "Ограничены сейчас" in listed
        assert (made.author in listed, "срок вышел" in browser.get(page_of(made)).content.decode()) == (True, True)
        if state == ActState.BY_HAND:
            assert reverse("outbox:detail", args=[made.release_act_id]) in browser.get("/").content.decode()
        Act.objects.filter(release=made).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
        settle_authors()
        made.refresh_from_db()
        assert made.ended_at == NOON + LATER
        assert (verbs(), is_intact(made.evidence)) == (["author.restricted", "author.term_over"], True)


def known(act: Act | None) -> Act:
    assert act is not None
    return act


def page_of(one: Restriction) -> str:
    return reverse("moderation:restriction", args=[one.pk])


def test_what_never_went_out_is_taken_back_and_what_a_person_lifted_stays_so(
    rubtsovsk: Administration, alice: Person
) -> None:
    """A card for a restriction that nobody did is put aside on the last day; a given up release waits for a person."""
    account = make_account(rubtsovsk, responsible=alice, network="max")
    with time_machine.travel(NOON, tick=False):
        undone, lifted, absent = (weeklong(said(account, author_id=n), alice) for n in ("1", "2", "3"))
        for one in (lifted, absent):
            stands(one)
        release(restriction=lifted, by=alice)
        able(account, release_author="absent")
    with time_machine.travel(NOON + LATER, tick=False):
        assert release_due() == 2
        for one in (undone, lifted, absent):
            one.refresh_from_db()
        assert (undone.release_act, undone.ended_at, known(undone.act).state) == (
            None,
            NOON + LATER,
            ActState.CANCELLED,
        )
        assert (lifted.released_by, lifted.ended_at) == (alice, None)
        assert (known(absent.release_act).state, known(absent.release_act).reason) == (
            ActState.BY_HAND,
            "Потому что absent.",
        )
        Act.objects.filter(release=absent).update(state=ActState.CANCELLED)
        assert release_due() == 0
        assert "Снять ограничение" in client_of(alice).get(page_of(absent)).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=lifted.pk).update(until=None)


def test_what_the_network_tells_of_it(rubtsovsk: Administration, alice: Person) -> None:
    """«For good» there keeps our day; a release by hand ends it; a term chosen there is the truth."""
    account = make_account(rubtsovsk, responsible=alice, network="ok")
    with time_machine.travel(NOON, tick=False):
        made = weeklong(said(account), alice)
        stands(made)
        tell(account, restricted_event(None))
        made.refresh_from_db()
        assert (made.until, made.lifted_by_us) == (NOON + timedelta(days=7), True)
    with time_machine.travel(NOON + LATER, tick=False):
        release_due()
        tell(account, released_event(at=NOON + LATER))
        made.refresh_from_db()
        assert (made.ended_at, known(made.release_act).state) == (NOON + LATER, ActState.CONFIRMED)
        other = weeklong(said(account, author_id="311"), alice)
        stands(other)
        tell(account, restricted_event(NOON + timedelta(days=30), mark="b", at=NOON + LATER))
        other.refresh_from_db()
        assert (other.until, other.lifted_by_us) == (NOON + timedelta(days=30), False)
