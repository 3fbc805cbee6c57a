"""Rows of «Сегодня» about proposals of accounts: a decision, a late notice to the control centre, a page to connect."""

from collections.abc import Collection, Sequence

from django.urls import reverse

from veche.accounts.domain.proposal_queries import due_in_words, is_late, open_proposals
from veche.accounts.enums import ProposalKind, ProposalState
from veche.accounts.models import Account, AccountProposal
from veche.kit.moments import spoken
from veche.staff.access import may
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.alerts import Alert
from veche.web.pages.row import Row, Verb
from veche.web.pages.shelf import known_of_city


def proposals_for(city: Administration, accounts: Collection[Account]) -> list[AccountProposal]:
    """Open proposals. `accounts`: of `shelf_of`; no query if they say that there are none."""
    return open_proposals(city) if known_of_city(city, accounts).has_proposals else []


def late_notice_rows(me: Person, found: Sequence[AccountProposal]) -> list[Row]:
    """`found`: of `proposals_for`."""
    return [_notice(row, "bad") for row in found if is_late(row) and may(me, "accounts.checklist", row)]


def waiting_rows(me: Person, found: Sequence[AccountProposal]) -> list[Row]:
    """Proposals to decide about, and notices whose term runs, for those who tick the steps."""
    due = [row for row in found if row.notice_due_at and not is_late(row) and may(me, "accounts.checklist", row)]
    return [*(_decision(row, me) for row in _to_decide(me, found)), *(_notice(row, "accent") for row in due)]


def connect_rows(me: Person, found: Sequence[AccountProposal]) -> list[Row]:
    """Created pages whose key only IT can enter."""
    if not may(me, "accounts.keys"):
        return []
    return [_connect(row) for row in found if row.page_url and row.account_id is None]


def decision_alerts(me: Person, found: Sequence[AccountProposal]) -> list[Alert]:
    """The same decisions above the Head's page."""
    return [
        Alert(
            strong=f"{_what(row)}?",
            rest="Ждёт вашего решения.",
            icon="id-badge-2",
            tone="warn",
            url=_page(row),
            verb="Решить",
        )
        for row in _to_decide(me, found)
    ]


def _to_decide(me: Person, found: Sequence[AccountProposal]) -> list[AccountProposal]:
    waiting = (row for row in found if row.state == ProposalState.WAITING)
    return [row for row in waiting if may(me, "accounts.decide_proposal", row)]


def _decision(row: AccountProposal, me: Person) -> Row:
    return Row(
        what=f"{_what(row)}?",
        icon="id-badge-2",
        tone="accent",
        nets=(row.network,),
        say=spoken(row.proposed_at, me.administration.time_zone),
        rest=str(row.proposed_by),
        url=_page(row),
        verbs=(Verb("Решить", _page(row)),),
    )


def _notice(row: AccountProposal, tone: str) -> Row:
    return Row(
        what=f"Уведомить центр управления регионом: {words.quoted(row.title)}",
        icon="clock-exclamation" if tone == "bad" else "mail",
        tone=tone,
        nets=(row.network,),
        say=due_in_words(row),
        rest="письмо готово, осталось отправить",
        url=f"{_page(row)}#notice",
        verbs=(Verb("Письмо", f"{_page(row)}#notice"),),
    )


def _connect(row: AccountProposal) -> Row:
    url = reverse(f"accounts:connect_{row.network}")
    return Row(
        what=f"Подключите страницу {words.quoted(row.title)}",
        icon="plug-connected",
        tone="accent",
        nets=(row.network,),
        rest=f"её создали: {row.page_url.removeprefix('https://')}",
        url=_page(row),
        verbs=(Verb("Подключить", url),),
    )


def _what(row: AccountProposal) -> str:
    verb = "Завести" if row.kind == ProposalKind.OPEN else "Закрыть"
    return f"{verb} аккаунт {words.quoted(row.title)}"


def _page(row: AccountProposal) -> str:
    return reverse("accounts:proposal", args=[row.pk])
