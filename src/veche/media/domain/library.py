"""The library: which files a person sees, found by words and by what is known of their rights."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from veche.kernel.clock import today
from veche.media.domain.rights import JUDGED
from veche.media.domain.search import asked_words
from veche.media.enums import Children, MediaKind
from veche.media.models import Media, Rights
from veche.media.uses import shown_to, used
from veche.staff.compiled import compiled_once, number_of
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Person
from veche.staff.together import Reading, read_together

PAGE = 24
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the library is asked for. Empty fields ask for everything; `before`: pk of the last file shown."""

    q: str = ""
    kind: str = ""
    rights: str = ""
    used: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    total: int
    clear: int
    unclear: int
    expiring: int


def library(person: Person, asked: LibraryFilter) -> list[Media]:
    """Newest first, one more than a page holds."""
    rows = _seen_by(person).filter(_kind(asked.kind), _rights(person, asked.rights), _used(person, asked.used))
    for word in asked_words(asked.q):
        rows = rows.filter(rights__found_by__contains=word)
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    return list(rows.select_related("rights").order_by("-pk")[: PAGE + 1])


def numbers(person: Person) -> Numbers:
    """Of all files that the person sees. One query."""
    city, day = person.administration_id, today(person.administration.time_zone)
    if _only_curator(person):
        found = _counts_of_sent(city, day, person.pk, person.department_id)
        total, unclear, expiring = found[0] if found else (0, 0, 0)
    else:
        asked = (
            _total.bind(city),
            _total_lacking.bind(city),
            _total_over.bind(city, day),
            _total_expiring.bind(city, day),
        )
        total, lacking, over, expiring = read_together(*(Reading(one, sum) for one in asked))
        unclear = lacking + over
    return Numbers(total=total, clear=total - unclear, unclear=unclear, expiring=expiring)


@compiled_once
def _counts_of_sent(city: int, day: date, sender: int, department: int | None) -> QuerySet[Media, tuple[int, int, int]]:
    """Of a curator's files: all, unclear, expiring. One row, none without files."""
    rows = Media.objects.of(city).exclude(kind=MediaKind.SUBTITLES).filter(pk__in=_sent(city, sender, department))
    counted = rows.order_by().values("administration")
    counted = counted.annotate(
        total=Count("pk"), unclear=Count("pk", _unclear(day)), expiring=Count("pk", _expiring(day))
    )
    return cast("QuerySet[Media, tuple[int, int, int]]", counted.values_list("total", "unclear", "expiring"))


@compiled_once
def _total(city: int) -> QuerySet[Media, int]:
    return number_of(Media.objects.of(city).exclude(kind=MediaKind.SUBTITLES))


@compiled_once
def _total_lacking(city: int) -> QuerySet[Rights, int]:
    return number_of(Rights.objects.of(city).filter(lacking=True, media__kind__in=sorted(JUDGED)))


@compiled_once
def _total_over(city: int, day: date) -> QuerySet[Rights, int]:
    """Unclear for their last day alone. With `_total_lacking` in one condition SQLite would read all rights."""
    rows = Rights.objects.of(city).filter(used_until__lt=day, lacking=False)
    return number_of(rows.filter(media__kind__in=sorted(JUDGED)))


@compiled_once
def _total_expiring(city: int, day: date) -> QuerySet[Rights, int]:
    rows = Rights.objects.of(city).filter(used_until__gte=day, used_until__lte=day + SOON)
    return number_of(rows.exclude(media__kind=MediaKind.SUBTITLES))


def may_see(person: Person, media: Media) -> bool:
    """Whether the person may see the file itself."""
    return not _only_curator(person) or shown_files(person).filter(pk=media.pk).exists()


def sees_all_files(person: Person) -> bool:
    """Whether `shown_files` are all of the city."""
    return not _only_curator(person)


def shown_files(person: Person) -> QuerySet[Media]:
    """Files that `may_see` admits."""
    rows: QuerySet[Media] = Media.objects.of(person.administration_id)
    return rows.filter(_sent_by(person) | shown_to(person)) if _only_curator(person) else rows


def may_find(person: Person, media: Media) -> bool:
    """Whether the person's library has the file."""
    return not _only_curator(person) or _seen_by(person).filter(pk=media.pk).exists()


def _seen_by(person: Person) -> QuerySet[Media]:
    rows: QuerySet[Media] = Media.objects.of(person.administration_id).exclude(kind=MediaKind.SUBTITLES)
    return rows.filter(_sent_by(person)) if _only_curator(person) else rows


def _only_curator(person: Person) -> bool:
    return roles_of(person) <= {Role.CURATOR}


def _sent_by(person: Person) -> Q:
    """What the person sent, or their department."""
    return Q(pk__in=_sent(person.administration_id, person.pk, person.department_id))


def _sent(city: int, sender: int, department: int | None) -> QuerySet[Media, Any]:
    """Ids, by an index each: as one condition, a database would read all files with their rights."""
    own = Media.objects.of(city).filter(uploaded_by=sender).order_by().values("pk")
    if department is None:
        return own
    found: QuerySet[Media, Any] = own.union(Rights.objects.of(city).filter(department=department).values("media"))
    return found


def _kind(kind: str) -> Q:
    kinds = {"photo": [MediaKind.PHOTO], "video": [MediaKind.VIDEO, MediaKind.ANIMATION], "file": [MediaKind.DOCUMENT]}
    return Q(kind__in=kinds[kind]) if kind in kinds else Q()


def _rights(person: Person, state: str) -> Q:
    day = today(person.administration.time_zone)
    found = {
        "unclear": _unclear(day),
        "clear": ~_unclear(day),
        "expiring": _expiring(day),
        "children": Q(rights__children=Children.SHOWN),
    }
    return found.get(state, Q())


def _used(person: Person, state: str) -> Q:
    if state not in ("yes", "no"):
        return Q()
    found = used(person.administration_id)
    return found if state == "yes" else ~found


def _unclear(day: date) -> Q:
    """As `domain.rights` judges on this day; `Rights.lacking` holds what no day changes. Each file has its `Rights`."""
    over = Q(rights__used_until__isnull=False) & Q(rights__used_until__lt=day)
    return Q(kind__in=sorted(JUDGED)) & (Q(rights__lacking=True) | over)


def _expiring(day: date) -> Q:
    return Q(rights__used_until__gte=day, rights__used_until__lte=day + SOON)
