"""The library: which files a person sees, found by words and by what is known of their rights."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from veche.kernel.clock import today
from veche.media.domain.rights import JUDGED
from veche.media.domain.search import asked_words
from veche.media.enums import Children, MediaKind
from veche.media.models import Media
from veche.media.uses import shown_to, used
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Person

PAGE = 24
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
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
    children: int


def library(person: Person, asked: Asked) -> list[Media]:
    """Newest first, one more than a page holds."""
    rows = _seen_by(person).filter(_kind(asked.kind), _rights(person, asked.rights), _used(person, asked.used))
    for word in asked_words(asked.q):
        rows = rows.filter(rights__found_by__contains=word)
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    return list(rows.select_related("rights").order_by("-pk")[: PAGE + 1])


def numbers(person: Person) -> Numbers:
    """Of all files that the person sees. One query."""
    judged = Q(kind__in=JUDGED)
    unclear, expiring = _unclear(person), _expiring(person)
    found = _seen_by(person).aggregate(
        total=Count("pk"),
        clear=Count("pk", filter=~(judged & unclear)),
        unclear=Count("pk", filter=judged & unclear),
        expiring=Count("pk", filter=expiring),
        children=Count("pk", filter=Q(rights__children=Children.SHOWN)),
    )
    return Numbers(**found)


def may_see(person: Person, media: Media) -> bool:
    """Whether the person may see the file itself."""
    if not _only_curator(person):
        return True
    rows = Media.objects.of(person.administration_id).filter(pk=media.pk)
    return rows.filter(_sent_by(person) | shown_to(person)).exists()


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
    own = Q(uploaded_by=person)
    return own | Q(rights__department=person.department_id) if person.department_id else own


def _kind(kind: str) -> Q:
    kinds = {"photo": [MediaKind.PHOTO], "video": [MediaKind.VIDEO, MediaKind.ANIMATION], "file": [MediaKind.DOCUMENT]}
    return Q(kind__in=kinds[kind]) if kind in kinds else Q()


def _rights(person: Person, state: str) -> Q:
    judged = Q(kind__in=JUDGED)
    found = {
        "unclear": judged & _unclear(person),
        "clear": ~(judged & _unclear(person)),
        "expiring": _expiring(person),
        "children": Q(rights__children=Children.SHOWN),
    }
    return found.get(state, Q())


def _used(person: Person, state: str) -> Q:
    if state not in ("yes", "no"):
        return Q()
    found = used(person.administration_id)
    return found if state == "yes" else ~found


def _unclear(person: Person) -> Q:
    """As `domain.rights` judges them today; `Rights.lacking` holds what no day changes."""
    over = Q(rights__used_until__isnull=False) & Q(rights__used_until__lt=today(person.administration.time_zone))
    return Q(rights__isnull=True) | Q(rights__lacking=True) | over


def _expiring(person: Person) -> Q:
    day = today(person.administration.time_zone)
    return Q(rights__used_until__gte=day, rights__used_until__lte=day + SOON)
