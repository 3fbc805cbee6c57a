"""Permissions: see files, keep the library, read papers."""

from veche.media.domain.library import may_find, may_see
from veche.media.models import Media
from veche.staff.models import Person
from veche.staff.rules import is_anybody, is_auditor, is_head, is_press, is_press_head, permit, predicate


@predicate
def is_shown(person: object, media: object) -> bool:
    """A curator sees what their department or they themselves sent, and what stands in a post."""
    return not isinstance(media, Media) or (isinstance(person, Person) and may_see(person, media))


@predicate
def is_in_their_library(person: object, media: object) -> bool:
    return not isinstance(media, Media) or (isinstance(person, Person) and may_find(person, media))


permit("media.see", is_anybody & is_shown)
permit("media.library", is_anybody & is_in_their_library)
permit("media.add", is_press)
permit("media.state", is_press)
permit("media.papers", is_press)
permit("media.read_papers", is_press | is_head | is_auditor)
permit("media.tune", is_press_head)
