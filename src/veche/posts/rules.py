"""Permissions: read and write texts."""

from veche.posts.models import Suggestion
from veche.staff.models import Person
from veche.staff.rules import is_anybody, is_press, permit, predicate


@predicate
def is_suggester(person: object, suggestion: object) -> bool:
    return isinstance(person, Person) and isinstance(suggestion, Suggestion) and suggestion.author_id == person.pk


permit("posts.see", is_anybody)
permit("posts.write", is_press)
permit("posts.withdraw_words", is_suggester)
