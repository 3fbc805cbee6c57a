"""The statement of reasons: one text made from the rows of a decision.

Contents after article 17 of the Digital Services Act (EU) 2022/2065: what was done and for how long, about which words,
on which ground and norm, whether a program proposed it, how to contest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from veche.appeals.domain.public import address
from veche.appeals.domain.tickets import Issued
from veche.appeals.models import AppealSettings
from veche.inbox.models import Message
from veche.inbox.words import where
from veche.kernel.clock import now
from veche.kit.moments import date_and_hour, date_and_year
from veche.moderation.domain.norms import CLAUSE
from veche.moderation.domain.notices import Draft
from veche.moderation.domain.terms import said_until
from veche.moderation.enums import Ground
from veche.moderation.models import Proposal, Restriction, Ruling
from veche.morphology.numerals import counted

BY_PERSON = "Решил сотрудник, программа этого не предлагала."
BY_BOTH = "Предложила программа, решил сотрудник."


@dataclass(frozen=True, slots=True)
class Reasons:
    """`did`: what was done and for how long. `about`: date and place of the words. `network`: slug. `post_url`: ""
    for a private message."""

    did: str
    about: str
    network: str
    ground: str
    norm: str
    decided: str
    at: datetime
    post_url: str

    @property
    def was_proposed(self) -> bool:
        """Whether a program had proposed it."""
        return self.decided == BY_BOTH


def reasons_of(decision: Ruling | Restriction) -> Reasons:
    """`decision` with its message, which a restriction that we decided always has."""
    zone, message = decision.administration.time_zone, decision.message
    if message is None:
        raise ValueError("somebody restricted the author in the network")
    return Reasons(
        did=_did(decision, message, zone),
        about=_about(message, zone),
        network=message.account.network,
        ground=str(Ground(decision.ground).label),
        norm=decision.norm or CLAUSE,
        decided=BY_BOTH if _was_proposed(message, decision.ground) else BY_PERSON,
        at=decision.at,
        post_url=_post_url(decision, message),
    )


def statement(issued: Issued, terms: AppealSettings) -> str:
    """The whole notice to the author of the words."""
    decision = issued.ticket.decision
    if decision is None:
        raise ValueError("a ticket of no decision has no reasons")
    said = reasons_of(decision)
    return (
        f"{said.did} {said.about}. Основание: {said.ground.lower()}, {said.norm}. {said.decided} "
        f"Не согласны? Напишите до {last_day(decision, terms)}: {address(terms)} , номер "
        f"{issued.ticket.number}, код {issued.code}. Решит другой сотрудник за {days_of(terms)}."
    )


def unsaid(draft: Draft, terms: AppealSettings) -> str:
    """The notice of a deletion as it would be if decided now: the same words, the number and code yet to be made."""
    message, zone = draft.message, draft.message.administration.time_zone
    did = "Мы удалили ваше личное сообщение" if message.private else "Мы удалили ваш комментарий"
    decided = BY_BOTH if _was_proposed(message, draft.ground) else BY_PERSON
    ground = str(Ground(draft.ground).label).lower()
    return (
        f"{did} {_about(message, zone)}. Основание: {ground}, {draft.norm}. {decided} Не согласны? Напишите до "
        f"{_last_day(now(), terms, zone)}: {address(terms)} , номер (дадим после решения), код (увидит только автор). "
        f"Решит другой сотрудник за {days_of(terms)}."
    )


def last_day(decision: Ruling | Restriction, terms: AppealSettings) -> str:
    """The day until which an appeal is accepted, in words."""
    return _last_day(decision.at, terms, decision.administration.time_zone)


def _last_day(decided: datetime, terms: AppealSettings, zone: str) -> str:
    return date_and_year(decided + timedelta(days=terms.accept_days), zone)


def days_of(terms: AppealSettings) -> str:
    return counted(terms.days, "рабочий день", "рабочих дня", "рабочих дней")


def _did(decision: Ruling | Restriction, message: Message, zone: str) -> str:
    if isinstance(decision, Restriction):
        return f"Вы не можете писать на нашей странице: {said_until(decision.until, zone)}. Из-за слов"
    return "Мы удалили ваше личное сообщение" if message.private else "Мы удалили ваш комментарий"


def _about(message: Message, zone: str) -> str:
    when = f"от {date_and_hour(message.at, zone)}"
    return when if message.private else f"{when} {where(message)}"


def _post_url(decision: Ruling | Restriction, message: Message) -> str:
    """From the evidence if there is one: it also has the addresses of our own posts, which stand in their acts."""
    kept = getattr(decision, "evidence", None)
    url: str = kept.post_url if kept else message.conversation.url
    return "" if message.private else url


def _was_proposed(message: Message, ground: str) -> bool:
    proposal: Proposal | None = getattr(message, "proposal", None)
    return proposal is not None and ground in (proposal.ground, *proposal.grounds)
