"""Proposed questions of residents, on «Сегодня» of those who work on cases."""

from django.urls import reverse

from veche.cases.domain.question_groups import MOST_TOLD, reading_of_questions
from veche.morphology.numerals import counted
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.row import Row, Verb


def reading_of_proposed(me: Person) -> Reading[int]:
    """What `question_rows` shows; without a query for those who do not work on cases."""
    return reading_of_questions(me.administration) if may(me, "cases.work") else Reading(None, lambda _rows: 0)


def question_rows(number: int) -> list[Row]:
    """One row for all of them: they are taken apart on one page."""
    if not number:
        return []
    url = reverse("cases:questions")
    said = counted(number, "комментарий", "комментария", "комментариев")
    return [
        Row(
            what=f"Похоже на вопросы: {said}{' или больше' if number == MOST_TOLD else ''}",
            icon="message-question",
            tone="",
            say="",
            rest="по отделам и темам, в дело одним нажатием",
            url=url,
            verbs=(Verb("Разобрать", url),),
            things=1,
        )
    ]
