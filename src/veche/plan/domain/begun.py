"""Items whose text is begun: known to `posts`, a room above, which registers its query here."""

from collections.abc import Callable, Collection

from veche.staff.models import Administration

_queries: list[Callable[[Administration, Collection[int]], set[int]]] = []


def register(query: Callable[[Administration, Collection[int]], set[int]]) -> None:
    """`query`: returns the ids of those items that have a text."""
    if query not in _queries:
        _queries.append(query)


def begun_among(administration: Administration, items: Collection[int]) -> set[int]:
    """Ids of those items whose text is begun. One query; none without items."""
    return {pk for query in _queries for pk in query(administration, items)} if items else set()
