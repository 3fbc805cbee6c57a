"""Repeated comments: by one author, which is flood, or by several people with the same concern."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from veche.accounts.models import Account
from veche.inbox.domain.same import keep_same
from veche.inbox.models import Message
from veche.screening import flood
from veche.screening.flood import Repeated, Window

# As long as the window of the engine.
BEFORE = timedelta(seconds=flood.WINDOW_SECONDS)
# The newest comments; a raid of more than that is seen in these as well.
LOOKED_AT = 2_000


@dataclass(slots=True)
class Repeats:
    """Repetitions of the comments of one administration in a batch.

    `floods`: number of copies by their author, by comment id. `groups`: ids of all equal comments, earlier batches
    included, by the id of the group's first comment.
    """

    floods: dict[int, int] = field(default_factory=dict)
    groups: dict[int, list[int]] = field(default_factory=dict)


def note_repeats(batch: Sequence[Message]) -> dict[int, int]:
    """Store the groups and return the floods, including earlier comments of a flood from other batches.

    Computed from stored comments, so that a restart or another worker gives the same result.
    """
    floods: dict[int, int] = {}
    for administration in {message.administration_id for message in batch}:
        asked = {message.pk: message for message in batch if message.administration_id == administration}
        found = _repeats(administration, asked)
        keep_same(administration, asked, found.groups)
        floods |= found.floods
    return floods


def _repeats(administration: int, asked: dict[int, Message]) -> Repeats:
    found, groups = Repeats(), dict[int, list[Message]]()
    authors: dict[int, set[str]] = {}
    by_author: dict[tuple[int, str], list[Message]] = {}
    for message, author, repeated in _looked_at(administration, asked):
        copies = by_author.setdefault((repeated.group, author), [])
        copies.append(message)
        if message.pk in asked and repeated.is_flood:
            found.floods |= dict.fromkeys((one.pk for one in copies[-repeated.by_author :]), repeated.by_author)
        if repeated.asks:
            groups.setdefault(repeated.group, []).append(message)
            authors.setdefault(repeated.group, set()).add(author)
    for group, members in groups.items():
        if len(authors[group]) >= flood.AUTHORS and any(message.pk in asked for message in members):
            found.groups.setdefault(_first(members, asked), []).extend(message.pk for message in members)
    return found


def _looked_at(administration: int, asked: dict[int, Message]) -> Iterator[tuple[Message, str, Repeated]]:
    """Comments of the window with letters in them, oldest first."""
    first, last = min(one.at for one in asked.values()), max(one.at for one in asked.values())
    said = Message.objects.of(administration).filter(ours=False, private=False, at__range=(first - BEFORE, last))
    fields = ("text", "author_id", "account", "at", "same_as")
    newest = list(said.order_by("-at", "-pk").only(*fields)[:LOOKED_AT])
    networks = dict(Account.objects.of(administration).values_list("pk", "network"))
    window = Window()
    for message in reversed(newest):
        author = _author(message, networks[message.account_id])
        repeated = window.add(flood.Message(message.text, author, str(message.account_id), message.at.timestamp()))
        if repeated is not None:
            yield message, author, repeated


def _author(message: Message, network: str) -> str:
    """The author's key; an author without an id counts as a person of their own, as names are not unique."""
    return f"{network}:{message.author_id}" if message.author_id else f"#{message.pk}"


def _first(members: Sequence[Message], asked: dict[int, Message]) -> int:
    """The group's first comment; a group that reaches beyond the window keeps its own."""
    known = [one.same_as_id for one in members if one.same_as_id and one.pk not in asked]
    return min(known, default=members[0].pk)
