"""Proposals for pages: the list, one with its steps, what waits and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from veche.accounts.enums import ProposalKind, ProposalState
from veche.accounts.models import Account, AccountProposal, ProposalStep
from veche.kernel.clock import now
from veche.kit.moments import date_of
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration

OPEN_STATES = (ProposalState.WAITING, ProposalState.AGREED)
MOST_ENDED = 30


@dataclass(frozen=True, slots=True)
class ProposalList:
    """`ended`: the newest ones; all are in the journal."""

    waiting: Sequence[AccountProposal]
    agreed: Sequence[AccountProposal]
    ended: Sequence[AccountProposal]


def proposals_of(administration: Administration | int) -> QuerySet[AccountProposal]:
    """Proposals with their people, account and steps. Two queries."""
    steps = ProposalStep.objects.of(administration).select_related("by")
    rows: QuerySet[AccountProposal] = AccountProposal.objects.of(administration).select_related(
        "administration", "responsible", "proposed_by", "decided_by", "account__stand_in"
    )
    return rows.prefetch_related(Prefetch("steps", steps, to_attr="done_steps"))


def listed(administration: Administration) -> ProposalList:
    """Three groups, in four queries."""
    rows = proposals_of(administration)
    open_rows = list(rows.filter(state__in=OPEN_STATES).order_by("pk"))
    return ProposalList(
        waiting=[row for row in open_rows if row.state == ProposalState.WAITING],
        agreed=[row for row in open_rows if row.state == ProposalState.AGREED],
        ended=list(rows.filter(ended_at__isnull=False).order_by(F("ended_at").desc(), "-pk")[:MOST_ENDED]),
    )


def open_proposals(administration: Administration) -> list[AccountProposal]:
    """Those that wait for a decision or go through their checklist, with people. One query."""
    found = _open_proposals(administration)
    for row in found:
        row.administration = administration
    return found


@compiled_once
def _open_proposals(administration: Administration) -> QuerySet[AccountProposal]:
    rows = AccountProposal.objects.of(administration).select_related("responsible", "proposed_by")
    return rows.filter(state__in=OPEN_STATES).order_by("pk")


def is_late(proposal: AccountProposal) -> bool:
    """Whether the control centre should have been told by now."""
    return proposal.notice_due_at is not None and proposal.notice_due_at <= now()


def due_in_words(proposal: AccountProposal) -> str:
    """«до конца дня 1 декабря»; "" without a term."""
    if proposal.notice_due_at is None:
        return ""
    last = date_of(proposal.notice_due_at - timedelta(seconds=1), proposal.administration.time_zone)
    return f"срок вышел {last}" if is_late(proposal) else f"до конца дня {last}"


def candidates(proposal: AccountProposal) -> QuerySet[Account]:
    """Open accounts of the network that belong to no proposal yet."""
    city = proposal.administration_id
    taken = AccountProposal.objects.of(city).filter(account=OuterRef("pk"), kind=ProposalKind.OPEN)
    accounts: QuerySet[Account] = Account.objects.of(city).filter(network=proposal.network, closed_at=None)
    return accounts.filter(~Exists(taken)).order_by("title", "pk")
