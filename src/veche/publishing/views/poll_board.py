"""The poll on its post's page: votes in each network, and a form where a person has to count."""

from typing import Any

from veche.posts.models import Post
from veche.publishing.domain.afterwards import Afterwards
from veche.publishing.domain.poll_outcome import outcome_of
from veche.publishing.domain.poll_results import Count, PollBoard, people_of
from veche.publishing.forms import PollCountForm


def poll_context(post: Post, after: Afterwards, counting: PollCountForm | None) -> dict[str, Any]:
    """Empty without a published poll. `counting`: the form that was refused. One query."""
    if after.poll is None:
        return {}
    return {
        "poll": after.poll,
        "poll_rows": [_row(after.poll, count, counting) for count in after.poll.counts],
        "outcome": outcome_of(post),
    }


def _row(board: PollBoard, count: Count, counting: PollCountForm | None) -> dict[str, Any]:
    return {
        "count": count,
        "people": people_of(count.result) if count.result else 0,
        "form": _form(board, count, counting),
    }


def _form(board: PollBoard, count: Count, counting: PollCountForm | None) -> PollCountForm | None:
    """None where the network has counted."""
    result = count.result
    if result is not None and result.entered_by_id is None:
        return None
    prefix = str(count.act.pk)
    if counting is not None and counting.prefix == prefix:
        return counting
    typed = {f"votes{number}": votes for number, votes in enumerate(result.votes)} if result else {}
    return PollCountForm(answers=[answer.text for answer in board.answers], prefix=prefix, initial=typed)
