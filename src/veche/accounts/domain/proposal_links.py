"""Tie an account of the registry to its proposal when it is registered or closed."""

from datetime import date

from django.conf import settings

from veche.accounts.domain.proposal_steps import complete
from veche.accounts.enums import ChecklistStep, ProposalKind, ProposalState
from veche.accounts.models import Account, AccountProposal, ProposalStep
from veche.kernel.clock import local, today
from veche.networks.addresses import NotAnAddress, parse_address
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet


def awaiting_account(administration: Administration | int, network: str) -> OwnedQuerySet[AccountProposal]:
    """Agreed proposals of a network whose page is created and not connected, the oldest first."""
    rows = AccountProposal.objects.of(administration).filter(kind=ProposalKind.OPEN, state=ProposalState.AGREED)
    return rows.filter(network=network, account=None).exclude(page_url="").order_by("pk")


def proposal_of_page(
    administration: Administration | int, network: str, *, number: str, username: str
) -> AccountProposal | None:
    """The proposal whose recorded address names this page."""
    rows = awaiting_account(administration, network)
    return next((row for row in rows if _names(row, number, username)), None)


def tie_registered(account: Account, by: Person) -> None:
    """Tie a new account to the proposal with its address, inside the caller's transaction."""
    rows = awaiting_account(account.administration_id, account.network).select_for_update(no_key=True)
    found = next((row for row in rows if _names(row, account.remote_id, account.username)), None)
    if found is not None:
        tie(found, account, by=by)


def tie(proposal: AccountProposal, account: Account, *, by: Person) -> None:
    """`proposal`: a locked one."""
    proposal.account = account
    steps = ProposalStep.objects.of(proposal.administration_id).filter(proposal=proposal)
    if steps.filter(step=ChecklistStep.MARK_RECEIVED).exists():  # received before it was connected
        Account.objects.of(account.administration_id).filter(pk=account.pk).update(state_mark=True)
    day = today(proposal.administration.time_zone)
    complete(proposal, ChecklistStep.CONNECTED, by=by, day=day)


def note_closed(account: Account, by: Person) -> None:
    """Mark the step of an agreed closing, inside the caller's transaction."""
    rows = AccountProposal.objects.of(account.administration_id).select_for_update(no_key=True)
    found = rows.filter(account=account, kind=ProposalKind.CLOSE, state=ProposalState.AGREED).first()
    if found is not None:
        complete(found, ChecklistStep.CLOSED, by=by, day=today(found.administration.time_zone))


def day_of_closing(proposal: AccountProposal) -> date | None:
    """The day on which the account was closed before the decision to close it. `proposal`: a locked one.

    Locks the account, before any entry in the journal as `register.close` does: a closing of this moment is seen here,
    or sees the decision.
    """
    if proposal.kind != ProposalKind.CLOSE or proposal.account_id is None:
        return None
    rows = Account.objects.of(proposal.administration_id).select_for_update(no_key=True)
    closed_at = rows.values_list("closed_at", flat=True).get(pk=proposal.account_id)
    return local(closed_at, proposal.administration.time_zone).date() if closed_at else None


def _names(proposal: AccountProposal, number: str, username: str) -> bool:
    home = settings.NETWORKS[proposal.network].get("pages", "")
    try:
        page = parse_address(proposal.network, proposal.page_url, home=home)
    except NotAnAddress:
        return False
    return page.number == number if page.number else page.name.lower() == username.lower()
