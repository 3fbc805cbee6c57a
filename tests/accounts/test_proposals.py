"""Proposals of accounts: decision, checklist in order, the term of the notice, the end."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_account
from tests.people import client_of
from tests.proposed import agreed, closing, proposed
from tests.web.test_numbers import main_of
from veche.accounts.domain.checklist import mark, name_account, take_back
from veche.accounts.domain.proposals import agree, refuse, withdraw
from veche.accounts.domain.register import close, register
from veche.accounts.enums import ChecklistStep
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, AccountProposal, ProposalStep
from veche.journal.models import Entry
from veche.kernel.clock import at, now, today
from veche.staff.models import Administration, Person

ADDRESS = "https://vk.com/club777"


def entries(administration: Administration) -> list[tuple[str, dict[str, Any]]]:
    return list(Entry.objects.of(administration).order_by("number").values_list("verb", "facts"))


def day(administration: Administration) -> date:
    return today(administration.time_zone)


def tick(proposal: AccountProposal, by: Person, step: str, **more: Any) -> None:
    said: dict[str, Any] = {
        "day": day(proposal.administration),
        "note": "",
        "url": ADDRESS if step == "created" else "",
    }
    mark(proposal=proposal, by=by, step=ChecklistStep(step), **(said | more))


def done(proposal: AccountProposal) -> list[str]:
    return list(ProposalStep.objects.filter(proposal=proposal).order_by("pk").values_list("step", flat=True))


def test_nobody_decides_about_their_own_proposal(rubtsovsk: Administration, carol: Person, helen: Person):
    made = proposed(carol)

    with pytest.raises(AccountError, match="ваше предложение"):
        agree(proposal=made, by=carol)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountProposal.objects.filter(pk=made.pk).update(decided_by=carol, decided_at=made.proposed_at)
    agree(proposal=made, by=helen)
    with pytest.raises(AccountError, match="уже согласовали"):
        refuse(proposal=made, by=helen, reason="Рано")

    made.refresh_from_db()
    assert made.state == "agreed"
    assert made.decided_by == helen
    assert made.reason == ""
    assert entries(rubtsovsk) == [
        ("account.proposed", {"kind": "open", "network": "vk"}),
        ("account.proposal_agreed", {"kind": "open"}),
    ]


def test_a_no_has_a_reason(rubtsovsk: Administration, alice: Person, carol: Person):
    made = proposed(alice)

    with pytest.raises(AccountError, match="почему нет"):
        refuse(proposal=made, by=carol, reason="  ")
    refuse(proposal=made, by=carol, reason="Есть общая страница")

    made.refresh_from_db()
    assert made.state == "refused"
    assert made.reason == "Есть общая страница"
    assert made.ended_at == made.decided_at
    assert entries(rubtsovsk)[-1] == ("account.proposal_refused", {"kind": "open"})


def test_a_new_account_goes_through_its_checklist(rubtsovsk: Administration, alice: Person, carol: Person):
    proposal, here = agreed(alice, carol), day(rubtsovsk)

    with pytest.raises(AccountError, match="Сначала отметьте шаг «Страница создана»"):
        tick(proposal, alice, "notified")
    tick(proposal, alice, "created")
    proposal.refresh_from_db()
    assert proposal.page_url == ADDRESS
    assert proposal.notice_due_at == at(here + timedelta(days=2), time.min, "Asia/Barnaul")
    with pytest.raises(AccountError, match="уже отметили: alice"):
        tick(proposal, carol, "created")
    account = register(
        administration=rubtsovsk, by=carol, network="vk", remote_id="777", fields={"title": "С", "responsible": alice}
    )
    for step in ("notified", "mark_asked", "mark_received", "published"):
        tick(proposal, alice, step)

    proposal.refresh_from_db()
    account.refresh_from_db()
    assert (proposal.state, proposal.account) == ("done", account)
    assert AccountProposal.objects.get(pk=proposal.pk).notice_due_at is None
    assert account.state_mark is True
    assert done(proposal) == ["created", "connected", "notified", "mark_asked", "mark_received", "published"]
    told = [(facts["step"], facts["finished"]) for verb, facts in entries(rubtsovsk) if verb == "account.step_done"]
    assert told == [(step, step == "published") for step in done(proposal)]


def test_a_page_of_another_address_is_named_by_a_person(rubtsovsk: Administration, alice: Person, carol: Person):
    proposal = agreed(alice, carol)
    tick(proposal, alice, "created")

    account = register(
        administration=rubtsovsk, by=carol, network="vk", remote_id="778", fields={"title": "С", "responsible": alice}
    )
    assert done(proposal) == ["created"]
    name_account(proposal=proposal, by=alice, account=account)
    other = agreed(alice, carol, title="Рубцовск. Музей")
    tick(other, alice, "created")
    with pytest.raises(AccountError, match="уже связан"):
        name_account(proposal=other, by=alice, account=account)

    proposal.refresh_from_db()
    assert (proposal.account, done(proposal)) == (account, ["created", "connected"])


def test_only_networks_of_the_order_give_the_mark(rubtsovsk: Administration, alice: Person, carol: Person):
    proposal = agreed(alice, carol, network="telegram")
    tick(proposal, alice, "created", url="t.me/rubtsovsk_sport")

    with pytest.raises(AccountError, match="не отмечают"):
        tick(proposal, alice, "mark_asked")
    register(
        administration=rubtsovsk,
        by=carol,
        network="telegram",
        remote_id="-1001234567890",
        fields={"title": "С", "responsible": alice, "username": "Rubtsovsk_Sport"},
    )
    tick(proposal, alice, "notified")
    tick(proposal, alice, "published")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.page_url) == ("done", "https://t.me/rubtsovsk_sport")


def test_days_and_addresses_are_checked(rubtsovsk: Administration, alice: Person, carol: Person):
    proposal, here = agreed(alice, carol), day(rubtsovsk)

    with pytest.raises(AccountError, match="другой сети"):
        tick(proposal, alice, "created", url="https://ok.ru/rubtsovsk")
    with pytest.raises(AccountError, match="не наступил"):
        tick(proposal, alice, "created", day=here + timedelta(days=1))
    tick(proposal, alice, "created")
    with pytest.raises(AccountError, match="Это раньше"):
        tick(proposal, alice, "notified", day=here - timedelta(days=1))

    assert done(proposal) == ["created"]


def test_a_mark_is_taken_back(rubtsovsk: Administration, alice: Person, carol: Person):
    proposal = agreed(alice, carol)
    tick(proposal, alice, "created")
    proposal.refresh_from_db()
    due = proposal.notice_due_at
    tick(proposal, alice, "notified")

    with pytest.raises(AccountError, match="Сначала снимите"):
        take_back(proposal=proposal, by=alice, step=ChecklistStep.CREATED)
    take_back(proposal=proposal, by=alice, step=ChecklistStep.NOTIFIED)
    proposal.refresh_from_db()
    assert (proposal.notice_due_at, done(proposal)) == (due, ["created"])
    take_back(proposal=proposal, by=alice, step=ChecklistStep.CREATED)

    proposal.refresh_from_db()
    assert proposal.page_url == ""
    assert proposal.notice_due_at is None
    assert done(proposal) == []
    assert entries(rubtsovsk)[-1] == ("account.step_undone", {"step": "created"})


def test_a_closing_follows_the_account(rubtsovsk: Administration, alice: Person, carol: Person):
    account = make_account(rubtsovsk, responsible=alice, url="https://vk.com/old")
    proposal = closing(account, alice)
    with pytest.raises(AccountError, match="уже предложили"):
        closing(account, carol)
    agree(proposal=proposal, by=carol)

    with pytest.raises(AccountError, match="Сначала отметьте шаг «Аккаунт закрыт в Вече»"):
        tick(proposal, alice, "notified")
    tick(proposal, alice, "farewell")
    close(account=account, by=carol)
    proposal.refresh_from_db()
    assert proposal.notice_due_at is not None
    for step in ("settled", "notified", "unpublished"):
        tick(proposal, alice, step)

    proposal.refresh_from_db()
    assert (proposal.state, done(proposal)) == (
        "done",
        ["farewell", "closed", "settled", "notified", "unpublished"],
    )
    with pytest.raises(AccountError, match="уже закрыт"):
        closing(Account.objects.get(pk=account.pk), alice)


def test_withdrawn_before_the_page_is_made(rubtsovsk: Administration, alice: Person, carol: Person):
    begun, early = agreed(alice, carol), agreed(alice, carol)
    tick(begun, alice, "created")

    withdraw(proposal=early, by=alice)
    with pytest.raises(AccountError, match="дело начали"):
        withdraw(proposal=begun, by=alice)

    early.refresh_from_db()
    assert (early.state, early.ended_at is not None) == ("withdrawn", True)
    assert entries(rubtsovsk)[-1] == ("account.proposal_withdrawn", {})


def test_an_account_closed_before_the_decision_goes_on_with_its_checklist(
    rubtsovsk: Administration, alice: Person, carol: Person
):
    account = make_account(rubtsovsk, responsible=alice, url="https://vk.com/old")
    proposal = closing(account, alice)
    close(account=account, by=carol)
    Account.objects.filter(pk=account.pk).update(closed_at=now() - timedelta(days=3))

    agree(proposal=proposal, by=carol)

    proposal.refresh_from_db()
    closed_on = day(rubtsovsk) - timedelta(days=3)
    assert ProposalStep.objects.get(proposal=proposal).day == closed_on
    assert proposal.notice_due_at == at(closed_on + timedelta(days=2), time.min, rubtsovsk.time_zone)
    for step in ("settled", "notified", "unpublished", "farewell"):
        tick(proposal, alice, step)
    proposal.refresh_from_db()
    assert proposal.state == "done"


def test_the_same_answer_of_the_same_person_counts_once(
    rubtsovsk: Administration, alice: Person, carol: Person, helen: Person
):
    yes, no = proposed(alice), proposed(alice)
    for _ in range(2):
        agree(proposal=yes, by=carol)
        refuse(proposal=no, by=carol, reason="Рано")

    verbs = [verb for verb, _ in entries(rubtsovsk)]
    assert (verbs.count("account.proposal_agreed"), verbs.count("account.proposal_refused")) == (1, 1)
    with pytest.raises(AccountError, match="пока вы смотрели"):
        agree(proposal=yes, by=helen)
    with pytest.raises(AccountError, match="пока вы смотрели"):
        refuse(proposal=yes, by=carol, reason="Передумала")


def test_the_page_that_closes_says_what_nobody_decided(
    rubtsovsk: Administration, alice: Person, carol: Person, ivan: Person
):
    account = make_account(rubtsovsk, responsible=alice, url="https://vk.com/old")
    page = f"/accounts/{account.pk}/close/"
    alone = main_of(client_of(ivan).get(page))
    made = closing(account, alice)
    waiting = main_of(client_of(ivan).get(page))
    agree(proposal=made, by=carol)
    decided = main_of(client_of(ivan).get(page))

    assert "Закрыть его не предлагали: не будет ни решения" in alone
    assert "Предложение закрыть ещё ждёт решения." in waiting
    assert ("не предлагали" in decided, "ждёт решения" in decided) == (False, False)
