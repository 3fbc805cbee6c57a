"""Permissions: ask, answer, and see requests."""

from veche.requests.domain.duty import is_asked
from veche.requests.models import Request
from veche.staff.models import Person
from veche.staff.rules import is_curator, is_deputy_head, is_head, is_press, is_press_head, permit, predicate


@predicate
def is_answering(person: object, request: object) -> bool:
    """Answers for the request's department or person today, also as a substitute."""
    return isinstance(person, Person) and isinstance(request, Request) and is_asked(person, request)


@predicate
def is_own(person: object, request: object) -> bool:
    """This person asked it; without a request, whether they may ask at all."""
    return request is None or (
        isinstance(person, Person) and isinstance(request, Request) and request.asked_by_id == person.pk
    )


@predicate
def is_of_press_itself(_person: object, request: object) -> bool:
    """Whoever must answer does not accept the answer, nor withdraw the question."""
    return isinstance(request, Request) and request.to_press


is_above = is_head | is_deputy_head
# Whoever acted for the Head may be gone: the Head of today goes on with questions to the press service.
is_asker = is_above & is_own | is_head & is_of_press_itself
permit("requests.list", is_press | is_above)
permit("requests.mine", is_curator)
permit("requests.ask", is_press & ~is_of_press_itself | is_asker)
permit("requests.inquire", is_above)
permit("requests.see", is_press | is_above | is_answering)
permit("requests.remark", is_press | is_answering | is_asker)
permit("requests.answer", is_answering)
permit("requests.from_tray", is_press)
permit("requests.settings", is_press_head)
