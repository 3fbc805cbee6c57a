"""«Изменили в сети»: changes of a page by others, recorded once, shown until a person explains them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.enums import PageChangeKind, PagePart, Verdict
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, PageChange
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import PageChanged
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

OPEN = ("", Verdict.NOT_OURS)
_VERBS = {
    PageChangeKind.CAME: "account.administrator_came",
    PageChangeKind.GONE: "account.administrator_gone",
    PageChangeKind.RIGHTS: "account.administrator_altered",
    PageChangeKind.PAGE: "account.page_altered",
}
_SAYS = {
    Verdict.OURS: "account.alteration_ours",
    Verdict.NOT_OURS: "account.alteration_not_ours",
    Verdict.SETTLED: "account.alteration_settled",
}


def note_page_change(  # noqa: PLR0913 -- what a network tells of a change
    *,
    account: Account,
    kind: PageChangeKind,
    person_id: str = "",
    name: str = "",
    by_id: str = "",
    what: str = "",
    before: str = "",
    after: str = "",
    at: datetime | None = None,
    timed: bool = False,
) -> PageChange:
    """Record a change. `timed`: the network named the time `at`; else `at` is when we noticed."""
    with transaction.atomic():
        row: PageChange = PageChange.objects.create(
            administration_id=account.administration_id,
            account=account,
            kind=kind,
            person_id=person_id[:64],
            name=name[:200],
            by_id=by_id[:64],
            what=what[:64],
            before=before[:500],
            after=after[:500],
            at=at or now(),
            timed=timed,
        )
        facts = {"alteration": row.pk, **({"part": what} if what in PagePart.values else {})}
        record(administration=account.administration, actor=None, verb=_VERBS[kind], obj=account, facts=facts)
    return row


def note_setting_change(*, account: Account, event: PageChanged) -> PageChange:
    """Record a setting of the page changed by no act of ours (`outbox.domain.page` knows)."""
    return note_page_change(
        account=account,
        kind=PageChangeKind.PAGE,
        by_id=event.by_id,
        what=event.what,
        before=event.before,
        after=event.after,
        at=event.at,
        timed=event.timed,
    )


def give_verdict(*, alteration: PageChange, by: Person, verdict: Verdict) -> None:
    """Record whose change it was. Raises `AccountError` if a colleague has said otherwise meanwhile; nothing changes
    then."""
    before = (Verdict.NOT_OURS,) if verdict == Verdict.SETTLED else ("",)
    with transaction.atomic():
        rows = PageChange.objects.of(alteration.administration_id).filter(pk=alteration.pk, verdict__in=before)
        if not rows.update(verdict=verdict, said_at=now(), said_by=by):
            raise AccountError("Это уже отметил кто-то другой. Посмотрите, что он решил; ваша отметка не нужна.")
        record(
            administration=alteration.administration,
            actor=by,
            verb=_SAYS[verdict],
            obj=alteration.account,
            facts={"alteration": alteration.pk},
        )


def open_page_changes(administration: Administration) -> list[PageChange]:
    """Changes not explained, or not ours and not settled, newest first. One query."""
    return _open_alterations(administration)


def reading_of_page_changes(administration: Administration) -> Reading[list[PageChange]]:
    """As `open_page_changes`."""
    return Reading(_open_alterations.bind(administration), list)


@compiled_once
def _open_alterations(administration: Administration) -> QuerySet[PageChange]:
    found: QuerySet[PageChange] = PageChange.objects.of(administration)
    return found.filter(verdict__in=OPEN, account__closed_at=None).select_related("account", "said_by")
