"""Suggested words that wait for the press, on «Сегодня»."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from veche.posts.domain.suggest import reading_of_open_by_post
from veche.posts.models import Suggestion
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.row import Row, Verb


def reading_of_suggestions(me: Person) -> Reading[list[list[Suggestion]]]:
    """What `suggestion_rows` shows; without a query for those who do not write."""
    return reading_of_open_by_post(me.administration) if may(me, "posts.write") else Reading(None, list)


def suggestion_rows(found: Iterable[Sequence[Suggestion]]) -> list[Row]:
    """One row for each text, the longest waiting first."""
    return [_row(one) for one in found]


def _row(found: Sequence[Suggestion]) -> Row:
    post, sides = found[0].post, list(dict.fromkeys(one.side for one in found))
    url = reverse("publishing:words", args=(post.pk,))
    rest = f"{sides[0]} и ещё {len(sides) - 1}" if len(sides) > 1 else sides[0]
    return Row(
        what=post.plan_item.title,
        icon="pencil",
        say="предлагают другие слова",
        rest=rest,
        url=url,
        verbs=(Verb("Решить", url),),
        things=len(found),
    )
