"""Each night: closed cases lose residents' words when those of all their comments are erased: the title, what other
systems say, what was asked of a department and its thread, its draft. Our answers stay.

The comments of a merged case stand in another, and a case from a table has none: these wait for the administration's
term, counted from their end.
"""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.cases.domain.draft import KIND
from veche.cases.domain.holds import in_force
from veche.cases.models import Case, CaseMessage, ForeignNumber
from veche.journal.domain.record import record
from veche.kernel.clock import months_before, now
from veche.moderation.domain.retention import terms_of
from veche.requests.models import Remark, Request
from veche.staff.models import Administration

# Of one night and one administration: each is a transaction of its own.
BATCH: Final = 20_000
CASE_TITLE: Final = "Вопрос жителя, слова стёрты"
REQUEST_TEXT: Final = "Слова жителей стёрты."
# In place of every line of the thread: people quote residents in remarks, and no program can tell which do.
REMARK_TEXT: Final = "Слова стёрты вместе с вопросом жителя."


def erase_closed() -> int:
    """Erase what is due in all administrations. Returns the number of cases."""
    done = 0
    for city in Administration.objects.order_by("pk"):
        ids = due(city).order_by("pk").values_list("pk", flat=True)[:BATCH]
        done += sum(_erase(pk, city) for pk in list(ids))
    return done


def due(city: Administration) -> "QuerySet[Case]":
    """Closed cases that still say words of residents, all comments of which were erased, and which nobody holds."""
    entries = CaseMessage.objects.of(city).filter(case=OuterRef("pk"))
    over = (Exists(entries) & ~Exists(entries.filter(message__erasure=None))) | _over_alone(city, entries)
    held = in_force(city).order_by().values("case")
    rows: QuerySet[Case] = Case.objects.of(city).exclude(closed_at=None).filter(over)
    rows = rows.exclude(pk__in=held).exclude(merged_into__in=held)
    numbers = ForeignNumber.objects.of(city).filter(case=OuterRef("pk")).exclude(text="")
    return rows.filter(
        ~Q(title=CASE_TITLE)
        | ~Q(draft="")
        | Exists(numbers)
        | Exists(_requests(city).filter(subject_id=OuterRef("pk")))
    )


def _over_alone(city: Administration, entries: "QuerySet[CaseMessage]") -> Q:
    """Condition of cases without comments whose term is over, and that of the case into which they were merged."""
    months = terms_of(city).months
    if months is None:
        return Q(pk__in=())
    cut = months_before(now(), months)
    return ~Exists(entries) & Q(closed_at__lt=cut) & (Q(merged_into=None) | Q(merged_into__closed_at__lt=cut))


def _requests(city: Administration) -> "QuerySet[Request]":
    """Closed requests to departments whose question or thread may still quote residents."""
    rows: QuerySet[Request] = Request.objects.of(city).filter(kind=KIND, closed_at__isnull=False)
    return rows.filter(~Q(text=REQUEST_TEXT) | Exists(_remarks(city).filter(request=OuterRef("pk"))))


def _remarks(city: Administration) -> "QuerySet[Remark]":
    rows: QuerySet[Remark] = Remark.objects.of(city).exclude(text__in=("", REMARK_TEXT))
    return rows


def _erase(pk: int, city: Administration) -> bool:
    with transaction.atomic():
        case = Case.objects.of(city).select_for_update(of=("self",)).filter(pk=pk).first()  # a hold waits, or is seen
        if case is None or not due(city).filter(pk=pk).exists():
            return False
        case.title, case.draft = CASE_TITLE, ""
        case.save(update_fields=("title", "draft"))
        ForeignNumber.objects.of(city).filter(case=case).update(text="")
        asked = list(_requests(city).filter(subject_id=pk).values_list("pk", flat=True))
        _remarks(city).filter(request__in=asked).update(text=REMARK_TEXT)
        Request.objects.of(city).filter(pk__in=asked).update(title=CASE_TITLE, text=REQUEST_TEXT)
        record(administration=city, actor=None, verb="case.words_erased", obj=case)
    return True
