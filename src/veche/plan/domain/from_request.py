"""What a department proposes for the plan becomes an occasion."""

from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from veche.plan.domain.occasions import add_occasion
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion
from veche.requests.domain.queries import answer_of
from veche.requests.domain.review import accept_if_answered
from veche.requests.models import Request
from veche.staff.models import Person

# Kinds of requests whose answers propose something for the plan.
PROPOSALS = frozenset({"plan"})


def take_into_plan(*, request: Request, by: Person) -> Occasion:
    """Accept the answer and make an occasion of it; a second press finds the first one's."""
    words, _ = answer_of(request)
    with transaction.atomic():
        accept_if_answered(request=request, by=by)
        return add_occasion(
            administration=request.administration,
            by=by,
            kind=OccasionKind.DEPARTMENT if request.department else OccasionKind.OTHER,
            title=request.title,
            department=request.department,
            note=words[:2000],
            once=uuid5(NAMESPACE_OID, f"request {request.pk}"),
        )
