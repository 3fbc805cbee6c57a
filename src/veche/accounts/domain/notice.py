"""The letter to the regional control centre about an opened or closed page, ready to copy."""

from collections.abc import Iterator, Mapping

from django.utils.formats import date_format

from veche.accounts.enums import ChecklistStep, ProposalKind
from veche.accounts.models import AccountProposal, ProposalStep


def notice_of(proposal: AccountProposal, done: Mapping[str, ProposalStep]) -> str:
    """The text; "" before the page is created or the account closed. `done`: steps by name."""
    opening = proposal.kind == ProposalKind.OPEN
    begun = done.get(ChecklistStep.CREATED if opening else ChecklistStep.CLOSED)
    if begun is None:
        return ""
    return "\n".join(_opened(proposal, begun, done) if opening else _closed(proposal, begun))


def _opened(proposal: AccountProposal, begun: ProposalStep, done: Mapping[str, ProposalStep]) -> Iterator[str]:
    yield "В Центр управления регионом"
    yield ""
    yield f"{proposal.administration.name} создала официальную страницу."
    yield ""
    yield from _page(proposal, proposal.page_url)
    yield f"Создана: {_day(begun)}"
    yield f"О чём: {proposal.purpose}"
    yield f"Госметка: {_mark(done)}"
    yield f"Размещать информацию уполномочены: {', '.join(_runners(proposal))}"


def _closed(proposal: AccountProposal, begun: ProposalStep) -> Iterator[str]:
    yield "В Центр управления регионом"
    yield ""
    yield f"{proposal.administration.name} больше не ведёт официальную страницу."
    yield ""
    yield from _page(proposal, proposal.address)
    yield f"Закрыта: {_day(begun)}"
    yield f"Почему: {proposal.purpose}"
    yield f"Что станет со страницей: {proposal.get_fate_display()}"
    if proposal.successor:
        yield f"Куда перейти жителям: {proposal.successor}"


def _page(proposal: AccountProposal, address: str) -> Iterator[str]:
    yield f"Сеть: {proposal.get_network_display()}"
    yield f"Название: {proposal.title}"
    if address:
        yield f"Адрес: {address}"
    yield f"Основание: {proposal.basis_in_words}"


def _runners(proposal: AccountProposal) -> Iterator[str]:
    yield proposal.responsible.display_name
    if proposal.account is not None and proposal.account.stand_in is not None:
        yield proposal.account.stand_in.display_name


def _mark(done: Mapping[str, ProposalStep]) -> str:
    if received := done.get(ChecklistStep.MARK_RECEIVED):
        return f"получена {_day(received)}"
    asked = done.get(ChecklistStep.MARK_ASKED)
    return f"запрошена {_day(asked)}" if asked else "ещё не запрошена"


def _day(row: ProposalStep) -> str:
    return date_format(row.day, "j E Y")
