"""Warning → week → month → until reviewed; for good or again takes two people; once a quarter somebody looks."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter
from tests.markup import words
from tests.moderation.measures import said, stands, verbs, weeklong
from tests.people import client_of
from veche.accounts.models import Account, AccountAdministrator
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain import ladder
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.ladder import take_step
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.review import due_for_review, keep
from veche.moderation.domain.settle import settle_authors
from veche.moderation.domain.steps import next_step
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def step(message: Message, by: Person, term: str, why: str = "") -> AuthorWarning | AskedRestriction | Restriction:
    return take_step(message=message, by=by, ground="insult", step=term, why=why)


@time_machine.travel(NOON, tick=False)
def test_the_ladder_and_the_second_person(account: Account, alice: Person, bob: Person, helen: Person) -> None:
    """Milder is free, harsher takes words; each network and each author has a ladder of their own."""
    message = said(account)
    warning = step(message, alice, "warning")
    assert isinstance(warning, AuthorWarning)
    assert step(message, alice, "warning") == warning
    assert (next_step(message).step, next_step(message).why) == ("week", "Предыдущее: предупреждение, 25 ноября 2026.")
    assert next_step(said(account, author_id="312")).step == "warning"
    with pytest.raises(ModerationError, match="Следующая ступень неделя"):
        step(message, alice, "month")
    for nothing in ("", "\u200b\u2060", "\u202e"):  # the verbs themselves hold the ladder
        with pytest.raises(ModerationError, match="Следующая ступень неделя"):
            restrict(message=message, by=alice, ground="insult", term="month", why=nothing)
        with pytest.raises(ModerationError, match="Следующая ступень неделя"):
            ladder.ask(message=message, by=alice, ground="insult", term="good", why=nothing)
    with pytest.raises(ModerationError, match="длиннее 500"):
        restrict(message=message, by=alice, ground="insult", term="month", why="я" * 501)
    first = step(message, alice, "week")
    assert isinstance(first, Restriction)
    assert (first.term, first.repeated, first.second) == ("week", False, None)
    stands(first)

    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        settle_authors()
        again = said(account, "Снова")
        assert next_step(again).step == "month"
        asked = step(again, alice, "month")
        assert isinstance(asked, AskedRestriction)
        assert Act.objects.filter(verb="restrict_author").count() == 1
        assert step(again, bob, "month") == asked
        with pytest.raises(ModerationError, match="другой человек"):
            ladder.confirm(asked=asked, by=alice)
        page = reverse("moderation:asked", args=[asked.pk])
        assert "Подтвердить" not in client_of(alice).get(page).content.decode()
        assert "Предыдущее: неделя, 25 ноября 2026" in client_of(helen).get(page).content.decode()
        assert asked.author in client_of(bob).get(reverse("moderation:restricted")).content.decode()
        assert client_of(helen).post(reverse("moderation:confirm", args=[asked.pk])).status_code == 302
        made = Restriction.objects.get(asked=asked)
        assert (made.by, made.second) == (alice, helen)
        shown = words(client_of(bob).get(reverse("moderation:restriction", args=[made.pk])).content.decode())
        assert f"Попросил {alice.display_name} Подтвердил {helen.display_name}, " in shown
        assert (made.repeated, is_intact(made.evidence)) == (True, True)
        with pytest.raises(ModerationError, match="уже решили"):
            ladder.refuse(asked=asked, by=bob)
        Restriction.objects.filter(pk=made.pk).update(second=bob)
        made.refresh_from_db()
        assert not is_intact(made.evidence)
    assert verbs()[:3] == ["author.warned", "author.restricted", "author.restriction_asked"]
    assert verbs()[3:] == ["author.restricted", "author.restriction_confirmed"]


def test_the_database_holds_two_people_too(account: Account, alice: Person, bob: Person) -> None:
    with pytest.raises(ModerationError, match="двое"):
        restrict(message=said(account), by=alice, ground="spam", term="good", why="пишет так часто")
    with pytest.raises(ModerationError, match="другой человек"):
        restrict(message=said(account), by=alice, ground="spam", term="good", why="пишет так часто", second=alice)
    made = weeklong(said(account), alice)
    for changed in ({"term": "good"}, {"repeated": True}, {"second": alice}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Restriction.objects.filter(pk=made.pk).update(**changed)
    asked = ladder.ask(
        message=said(account, author_id="9"), by=alice, ground="spam", term="good", why="пишет так часто"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedRestriction.objects.filter(pk=asked.pk).update(restriction=made, decided_by=alice, decided_at=now())
    ladder.refuse(asked=asked, by=alice)  # taken back
    assert Restriction.objects.count() == 1


def test_who_is_not_restricted(account: Account, rubtsovsk: Administration, alice: Person) -> None:
    """An administrator of the account, our own page, a community; an administrator who left is a resident again."""
    one = AccountAdministrator.objects.create(
        administration=rubtsovsk, account=account, person_id="311", since=now(), name="Администратор"
    )
    other = make_account(rubtsovsk, responsible=alice)
    for message, why in (
        (said(account), "администратор вашей страницы"),
        (said(account, author_id=f"-{other.remote_id}"), "ваша же страница"),
        (said(account, author_id="-77"), "сообщество"),
    ):
        with pytest.raises(ModerationError, match=why):
            weeklong(message, alice)
        page = client_of(alice).get(reverse("moderation:restrict", args=[message.pk])).content.decode()
        assert (why in page, 'value="week"' in page) == (True, False)
    AccountAdministrator.objects.filter(pk=one.pk).update(gone_at=now())
    assert weeklong(said(account), alice).by == alice


@time_machine.travel(NOON, tick=False)
def test_what_has_no_end_is_reviewed_each_quarter(account: Account, alice: Person, bob: Person) -> None:
    made = restrict(message=said(account), by=alice, ground="spam", term="good", why="пишет так часто", second=bob)
    stands(made)
    assert list(due_for_review(account.administration)) == []
    with time_machine.travel(NOON + timedelta(days=91), tick=False):
        assert list(due_for_review(account.administration)) == [made]
        browser = client_of(alice)
        assert "Пора пересмотреть" in browser.get(reverse("moderation:restricted")).content.decode()
        assert browser.post(reverse("moderation:review", args=[made.pk])).status_code == 302
        assert list(due_for_review(account.administration)) == []
        made.refresh_from_db()
        assert is_intact(made.evidence)
    with time_machine.travel(NOON + timedelta(days=183), tick=False):
        assert list(due_for_review(account.administration)) == [made]
        release(restriction=made, by=bob)
        Act.objects.filter(release=made).update(state="confirmed", proof="answer")
        settle_authors()
        assert list(due_for_review(account.administration)) == []
        with pytest.raises(ModerationError, match="уже нет"):
            keep(restriction=made, by=alice)


def test_nobody_confirms_what_they_may_not_read(account: Account, alice: Person, helen: Person) -> None:
    letter = make_letter(account, text="Секретные слова", author_name="Ира")
    asked = ladder.ask(message=letter, by=alice, ground="illegal", term="good", why="пишет так часто")
    browser, page = client_of(helen), reverse("moderation:asked", args=[asked.pk])
    html = browser.get(page).content.decode()
    assert ("Секретные слова" in html, "Ира" in html, "Подтвердить" in html) == (False, False, False)
    assert browser.post(reverse("moderation:confirm", args=[asked.pk])).status_code == 403
