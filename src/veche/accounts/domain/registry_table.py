"""The register of accounts as a table: for paper, for the official site, for those who ask (clause 1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from veche.accounts.domain.proposal_queries import proposals_of
from veche.accounts.enums import ChecklistStep, ProposalKind
from veche.accounts.models import Account, AccountProposal
from veche.accounts.order import by_network
from veche.kernel.clock import local
from veche.staff.models import Administration

HEADER = (
    "Сеть",
    "Название",
    "Адрес",
    "Назначение",
    "Отвечает",
    "Основание",
    "Открыт",
    "Госметка",
    "ЦУР уведомлён",
    "Закрыт",
)


@dataclass(frozen=True, slots=True)
class RegistryRow:
    account: Account
    address: str
    purpose: str
    basis: str
    opened: date | None
    notified: date | None
    closed: date | None

    @property
    def cells(self) -> Sequence[str | date | None]:
        """Values in the order of `HEADER`."""
        return (
            self.account.get_network_display(),
            self.account.title,
            self.address,
            self.purpose,
            self.account.responsible.display_name,
            self.basis,
            self.opened,
            "есть" if self.account.state_mark else "нет",
            self.notified,
            self.closed,
        )


def registry_of(administration: Administration) -> list[RegistryRow]:
    """All accounts, open ones first. Three queries."""
    opened = proposals_of(administration).filter(kind=ProposalKind.OPEN, account__isnull=False)
    proposals = {row.account_id: row for row in opened}
    accounts = Account.objects.of(administration).select_related("responsible", "administration")
    ordered = accounts.order_by(F("closed_at").asc(nulls_first=True), by_network(), "title", "pk")
    return [_row(account, proposals.get(account.pk), administration.time_zone) for account in ordered]


def _row(account: Account, proposal: AccountProposal | None, zone: str) -> RegistryRow:
    days = {row.step: row.day for row in proposal.done_steps} if proposal else {}  # type: ignore[attr-defined] # prefetched
    return RegistryRow(
        account=account,
        address=account.url or (proposal.page_url if proposal else ""),
        purpose=proposal.purpose if proposal else "",
        basis=account.legal_basis or (proposal.basis_in_words if proposal else ""),
        opened=account.opened_on or days.get(ChecklistStep.CREATED),
        notified=days.get(ChecklistStep.NOTIFIED),
        closed=local(account.closed_at, zone).date() if account.closed_at else None,
    )
