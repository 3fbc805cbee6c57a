"""Whether a file may be used: the only place where rights are judged.

Civil Code, art. 1259 and 1286 (author, contract, licence), art. 152.1 (a person's image: consent, public event,
official in office, paid posing), Family Code, art. 64 (parents speak for a child).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from veche.kernel.clock import local, now, today
from veche.media import words
from veche.media.enums import Basis, Children, MediaKind, People
from veche.media.models import Media, Rights, RightsPolicy
from veche.staff.models import Administration

# What shows people and has an author. A document is text of the city or of a department; subtitles belong to a video.
JUDGED = frozenset({MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.ANIMATION})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why rights are unclear. `stops`: a post with it needs a named yes before approval."""

    code: str
    sentence: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """When a file is to be shown, in the city's days, and from when on files need stated rights (None: never)."""

    day: date
    today: date
    asked_since: datetime | None


def terms_for(administration: Administration, *, at: datetime | None = None) -> Terms:
    """`at`: the hour of publication; None: now."""
    zone = administration.time_zone
    return Terms(local(at or now(), zone).date(), today(zone), asked_since(administration))


def doubts_of(media: Media, terms: Terms) -> tuple[Doubt, ...]:
    """Reasons why `media` is unclear; empty: clear. Reads `rights` (select it)."""
    if media.kind not in JUDGED:
        return ()
    rights = rights_of(media)
    if rights is None or not rights.basis:
        stops = terms.asked_since is not None and media.uploaded_at >= terms.asked_since
        return (Doubt("unstated", words.UNSTATED, stops), *_over(rights, terms))
    return (*_lasting(rights), *_over(rights, terms))


def is_lacking(rights: Rights) -> bool:
    """Whether something is unclear at any hour."""
    return not rights.basis or any(_lasting(rights))


def rights_of(media: Media) -> Rights | None:
    return getattr(media, "rights", None)


def asked_since(administration: Administration) -> datetime | None:
    """From when on files need stated rights; None if files without them are only reported."""
    policy = RightsPolicy.objects.of(administration).first()
    return administration.created_at if policy is None else policy.asked_since


def _lasting(rights: Rights) -> Iterator[Doubt]:
    """Doubts that no hour changes."""
    if not rights.author:
        yield Doubt("no_author", words.NO_AUTHOR)
    if rights.basis == Basis.CONTRACT and not rights.contract:
        yield Doubt("no_contract", words.NO_CONTRACT)
    if rights.basis == Basis.FREE and not rights.licence:
        yield Doubt("no_licence", words.NO_LICENCE)
    if not rights.people_basis:
        yield Doubt("people_unstated", words.PEOPLE_UNSTATED)
    elif rights.people_basis == People.UNASKED:
        yield Doubt("people_unasked", words.PEOPLE_UNASKED)
    yield from _children(rights)


def _children(rights: Rights) -> Iterator[Doubt]:
    if rights.children == Children.SHOWN:
        if not rights.parents:
            yield Doubt("no_parents", words.NO_PARENTS)
        elif not rights.papers:
            yield Doubt("no_paper", words.NO_PAPER)
    elif not rights.children and rights.people_basis not in ("", People.NOBODY):
        yield Doubt("children_unstated", words.CHILDREN_UNSTATED)


def _over(rights: Rights | None, terms: Terms) -> Iterator[Doubt]:
    """The last day is over on the day of publication."""
    if rights is None or rights.used_until is None or rights.used_until >= terms.day:
        return
    sentence = words.EXPIRED if rights.used_until < terms.today else words.EXPIRES
    yield Doubt("expired", sentence.format(day=date_format(rights.used_until, "j E Y")))
