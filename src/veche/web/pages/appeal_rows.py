"""Appeals of residents that this person may decide, on «Сегодня»."""

from collections.abc import Sequence

from django.urls import reverse

from veche.appeals.domain.queries import reading_of_waiting
from veche.appeals.models import Appeal
from veche.kernel.clock import now
from veche.kit.moments import until
from veche.morphology.numerals import in_words
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web import words
from veche.web.pages.row import Row, Verb


def reading_of_appeals(me: Person) -> Reading[list[Appeal]]:
    """What `appeal_rows` shows; without a query for those who do not decide."""
    return reading_of_waiting(me.administration) if may(me, "appeals.decide") else Reading(None, list)


def appeal_rows(me: Person, found: Sequence[Appeal]) -> list[Row]:
    """One row for all appeals against decisions of others; nobody decides about their own."""
    mine = [one for one in found if not one.is_against(me.pk)]
    if not mine:
        return []
    first, zone = mine[0], me.administration.time_zone
    is_late = first.due_at < now()
    url = reverse("appeals:detail", args=[first.pk]) if len(mine) == 1 else reverse("appeals:list")
    what = in_words(
        len(mine), "жалоба на удаление ждёт", "жалобы на удаление ждут", "жалоб на удаление ждут", gender="Fem"
    )
    return [
        Row(
            what=words.first_up(what),
            icon="clock-exclamation" if is_late else "shield-question",
            tone="bad" if is_late else "",
            say="срок вышел" if is_late else "",
            rest=f"решить {until(first.due_at, zone)}",
            url=url,
            verbs=(Verb("Решить", url),),
            things=len(mine),
        )
    ]
