"""Second signatures, thresholds, second looks and reviews of restrictions that wait for this person, on «Сегодня»."""

from collections.abc import Sequence

from django.urls import reverse

from veche.kernel.clock import now
from veche.kit.moments import until
from veche.moderation.domain.ladder import reading_of_asked
from veche.moderation.domain.news import may_confirm
from veche.moderation.domain.offers import reading_of_waiting_offers
from veche.moderation.domain.review import reading_of_reviews_due
from veche.moderation.domain.sample import MOST_TOLD, reading_of_waiting_looks
from veche.moderation.enums import Reach
from veche.moderation.models import AskedRestriction, Restriction
from veche.morphology.numerals import counted, in_words
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web import words
from veche.web.pages.row import Row, Verb


def readings_of_seconds(
    me: Person,
) -> tuple[Reading[list[AskedRestriction]], Reading[int], Reading[list[Restriction]]]:
    """What `second_rows`, `offer_rows` and `review_due_rows` show; no query for those whom they do not concern."""
    city = me.administration
    asked: Reading[list[AskedRestriction]] = Reading(None, list)
    offered: Reading[int] = Reading(None, len)
    due: Reading[list[Restriction]] = Reading(None, list)
    if may(me, "moderation.confirm"):
        asked, offered = reading_of_asked(city), reading_of_waiting_offers(me)
    if may(me, "moderation.decide"):
        due = reading_of_reviews_due(city)
    return asked, offered, due


def second_rows(me: Person, found: Sequence[AskedRestriction]) -> list[Row]:
    """One row for all that others ask; nobody confirms their own."""
    mine = [one for one in found if may_confirm(me, one)]
    if not mine:
        return []
    first, zone = mine[0], me.administration.time_zone
    is_late = first.due_at is not None and first.due_at <= now()
    alone = reverse("moderation:asked", args=[first.pk])
    url = alone if len(mine) == 1 else reverse("moderation:restricted") + "#asked"
    what = in_words(
        len(mine),
        "ограничение ждёт вашей подписи",
        "ограничения ждут вашей подписи",
        "ограничений ждут вашей подписи",
        gender="Neut",
    )
    return [
        Row(
            what=words.first_up(what),
            icon="clock-exclamation" if is_late else "users",
            tone="bad" if is_late else "",
            say="срок вышел" if is_late else "",
            rest=f"решить {until(first.due_at, zone)}" if first.due_at else "",
            url=url,
            verbs=(Verb("Решить", url),),
            things=len(mine),
        )
    ]


def offer_rows(number: int) -> list[Row]:
    """One row for all thresholds of the law's grounds that a colleague wants higher."""
    if not number:
        return []
    url = reverse("moderation:thresholds") + "#offers"
    what = in_words(
        number,
        "порог ждёт вашего согласия",
        "порога ждут вашего согласия",
        "порогов ждут вашего согласия",
        gender="Masc",
    )
    return [
        Row(
            what=words.first_up(what),
            icon="users",
            tone="",
            say="",
            rest="реже предлагать по закону решают двое",
            url=url,
            verbs=(Verb("Решить", url),),
            things=number,
        )
    ]


def reading_of_looks(me: Person) -> Reading[int]:
    """What `look_rows` shows; without a query for those who judge nothing."""
    return reading_of_waiting_looks(me) if may(me, "moderation.decide") else Reading(None, len)


def look_rows(number: int) -> list[Row]:
    """One row for all decisions of the monthly sample that this person may judge again."""
    if not number:
        return []
    url = reverse("moderation:second_look")
    said = counted(number, "решение", "решения", "решений")
    return [
        Row(
            what=f"Проверить за коллегами: {said}{' или больше' if number == MOST_TOLD else ''}",
            icon="eye",
            tone="",
            say="",
            rest="выборка прошлого месяца, прежнее решение не видно",
            url=url,
            verbs=(Verb("Проверить", url),),
        )
    ]


def review_due_rows(due: Sequence[Restriction]) -> list[Row]:
    """One row for all restrictions without an end that are due for review."""
    if not due:
        return []
    late = any(one.review_reach == Reach.ABOVE for one in due)
    url = reverse("moderation:restricted") + "#due"
    what = in_words(
        len(due),
        "ограничение без срока пора пересмотреть",
        "ограничения без срока пора пересмотреть",
        "ограничений без срока пора пересмотреть",
        gender="Neut",
    )
    return [
        Row(
            what=words.first_up(what),
            icon="clock-exclamation" if late else "refresh",
            tone="bad" if late else "",
            say="опаздывает" if late else "",
            rest="раз в квартал",
            url=url,
            verbs=(Verb("Пересмотреть", url),),
            things=len(due),
        )
    ]
