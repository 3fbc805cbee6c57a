"""Polls that ended and whose outcome nobody has told, on «Сегодня»."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from veche.morphology.numerals import form
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.poll_outcome import reading_of_untold_polls
from veche.publishing.domain.poll_results import PollBoard, board_of
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.row import Row, Verb

VOICES = ("голос", "голоса", "голосов")


def readings_of_polls(me: Person) -> list[Reading[list[Act]]]:
    """What `poll_rows` shows; without a query for those who do not write."""
    return [reading_of_untold_polls(me.administration) if may(me, "publishing.plan") else Reading(None, list)]


def poll_rows(found: Iterable[Act]) -> list[Row]:
    """One row for each poll that is over, the oldest first."""
    boards = ((post, board_of(list(acts))) for post, acts in groupby(found, key=_post_of))
    return [_row(post, board) for post, board in boards if board is not None and board.is_over and board.voters]


def _post_of(act: Act) -> Post:
    post: Post = act.delivery.version.post
    return post


def _row(post: Post, board: PollBoard) -> Row:
    url = reverse("publishing:detail", args=(post.pk,))
    return Row(
        what=post.plan_item.title,
        icon="chart-bar",
        nets=tuple(count.act.account.network for count in board.counts),
        say="опрос закончился",
        rest=f"{board.voters} {form(board.voters, *VOICES)}",
        url=url,
        verbs=(Verb("Подвести итог", reverse("publishing:poll_outcome", args=(post.pk,)), post=True),),
    )
