"""Permissions: see and decide approval steps, and make the routes. A deputy has the role of the absent person."""

from veche.approval.domain.holders import decides
from veche.approval.domain.participants import participation
from veche.approval.models import Step
from veche.posts.models import Post
from veche.staff.models import Person
from veche.staff.rules import is_anybody, is_head, is_press, is_press_head, permit, predicate


@predicate
def is_asked(person: object, step: object) -> bool:
    """Decides this step today; without a step: decides about every post, as the head of press does."""
    if not isinstance(step, Step):
        return bool(is_press_head.test(person))
    return isinstance(person, Person) and decides(step, person)


@predicate
def takes_part(person: object, post: object) -> bool:
    """Speaks about this post's text: the press, and whomever it is about or asks."""
    return isinstance(person, Person) and isinstance(post, Post) and participation(person, post) is not None


permit("approval.see", is_anybody)
permit("approval.take_part", takes_part)
# The press writes into the text itself.
permit("approval.suggest", ~is_press & takes_part)
permit("approval.decide", is_asked)
permit("approval.hasten", is_press_head)
permit("approval.flag", is_press)
permit("approval.see_routes", is_anybody)
permit("approval.route", is_press_head | is_head)
permit("approval.single_person", is_head)
