"""News of proposals of accounts: one to decide about, and a notice to the control centre whose last day is ending."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from veche.accounts.domain.proposal_queries import due_in_words
from veche.accounts.enums import ProposalKind, ProposalState
from veche.accounts.models import AccountProposal
from veche.alarms.domain.acts import BATCH
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import Matter, News, Notification
from veche.kernel import clock
from veche.kernel.bidi import isolated
from veche.staff.compiled import compiled_once
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

# At noon of the last day there is still an office to write the letter in.
BEFORE = timedelta(hours=12)
_PEOPLE = ("administration", "responsible", "proposed_by")


def find(moment: datetime) -> Iterator[Notification]:
    """Proposals that nobody was told of, and notices due within twelve hours. Two queries if there is none."""
    for row in _waiting():
        yield Notification(row.administration_id, About.PROPOSED, row.pk, _deciding(row, moment))
    for row in _due(moment):
        yield Notification(row.administration_id, About.NOTICE, row.pk, _carrying(row, moment))


@compiled_once
def _waiting() -> QuerySet[AccountProposal]:
    return _untold(About.PROPOSED).filter(state=ProposalState.WAITING)[:BATCH]


@compiled_once
def _due(moment: datetime) -> QuerySet[AccountProposal]:
    due = _untold(About.NOTICE).filter(state=ProposalState.AGREED, notice_due_at__lte=moment + BEFORE)
    return due[:BATCH]


def _untold(kind: About) -> QuerySet[AccountProposal]:
    told = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind=kind)
    rows: QuerySet[AccountProposal] = AccountProposal.objects.unscoped().filter(~Exists(told))
    return rows.select_related(*_PEOPLE).order_by("pk")


def read_proposed(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    rows = AccountProposal.objects.of(administration).filter(pk__in=subjects, state=ProposalState.WAITING)
    return {row.pk: _proposed(row) for row in rows.select_related(*_PEOPLE)}


def read_notice(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    rows = AccountProposal.objects.of(administration).filter(pk__in=subjects, state=ProposalState.AGREED)
    return {row.pk: _notice(row) for row in rows.filter(notice_due_at__isnull=False).select_related(*_PEOPLE)}


def _deciding(row: AccountProposal, moment: datetime) -> list[Person]:
    """Heads of press, without the proposer; if there is none, the Head."""
    found = (one for role in (Role.PRESS_HEAD, Role.HEAD) for one in _people(row, role, moment))
    able = [one for one in found if one.pk != row.proposed_by_id]
    heads = {one.pk for one in _people(row, Role.PRESS_HEAD, moment)}
    return [one for one in able if one.pk in heads] or able


def _carrying(row: AccountProposal, moment: datetime) -> list[Person]:
    return [row.responsible] if row.responsible.is_active else _people(row, Role.PRESS_HEAD, moment)


def _people(row: AccountProposal, role: Role, moment: datetime) -> list[Person]:
    day = clock.local(moment, row.administration.time_zone).date()
    return list(people_with(role, row.administration_id, on=day).order_by("pk"))


def _proposed(row: AccountProposal) -> Matter:
    verb = "Завести" if row.kind == ProposalKind.OPEN else "Закрыть"
    return Matter(
        title=row.title,
        lines=(f"{verb} аккаунт, {row.get_network_display()}. Предлагает {isolated(str(row.proposed_by))}.",),
        action="Решить",
        path=reverse("accounts:proposal", args=[row.pk]),
        at=row.proposed_at,
        fact=("proposals", row.pk),
    )


def _notice(row: AccountProposal) -> Matter:
    said = f"Уведомить центр управления регионом: {due_in_words(row)}."
    return Matter(
        title=row.title,
        lines=(f"{row.get_network_display()}. {said}", "Письмо уже готово, его осталось отправить и отметить."),
        action="Взять письмо",
        path=f"{reverse('accounts:proposal', args=[row.pk])}#notice",
        at=row.notice_due_at,
        fact=("proposals", row.pk),
    )


KINDS = (
    News(About.PROPOSED.value, About.PROPOSED.label, read_proposed, lasts=None),
    News(About.NOTICE.value, About.NOTICE.label, read_notice, lasts=None),
)
