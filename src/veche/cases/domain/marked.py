"""Topic and department as people mark them: what the program has proposed and people gave otherwise, several times."""

from typing import Final

from veche.cases.enums import QuestionState
from veche.cases.models import Question
from veche.staff.models import Administration

# So many cases one after the other, all marked alike.
MARKS: Final = 3
# The key of a topic and the id of a department.
type Whose = tuple[str, int | None]


def as_people_mark(administration: Administration, proposed: Whose) -> Whose:
    """The proposal, or what people gave in its place to the last cases that had it; that is looked up again.

    Marks that lead back end there. One query for each step; none for a comment of no topic.
    """
    seen: set[Whose] = set()
    while proposed not in seen:
        seen.add(proposed)
        proposed = _marked(administration, proposed)
    return proposed


def _marked(administration: Administration, proposed: Whose) -> Whose:
    topic, department = proposed
    if not topic:
        return proposed
    rows = Question.objects.of(administration).filter(state=QuestionState.ACCEPTED, topic=topic, department=department)
    # The first question of each case that a person has given to somebody, or answered.
    first = rows.filter(lead=None, into=None, message__in_case__case__routed_at__isnull=False)
    given = first.order_by("-decided_at", "-pk").values_list(
        "message__in_case__case__topic", "message__in_case__case__department"
    )
    last: list[Whose] = list(given[:MARKS])
    return last[0] if len(last) == MARKS and len(set(last)) == 1 else proposed
