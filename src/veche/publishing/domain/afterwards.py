"""What a publication's page shows about the time after publication."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.accounts.domain.abilities import ability_of
from veche.networks.protocol import MediaFile, Operation, Verb
from veche.outbox.domain.by_hand import Card, card_of, opens_later
from veche.outbox.domain.queries import ActLine, line_of
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act, PostDivergence
from veche.publishing.domain.figures import Seen, seen_of
from veche.publishing.domain.missing_video_extras import MissingVideoExtras, missing_video_extras
from veche.publishing.domain.pins import is_pinned
from veche.publishing.domain.poll_results import PollBoard, board_of
from veche.publishing.domain.versions import Versions
from veche.publishing.models import Withdrawal


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading back can tell; `why` is the networks' own limit. Networks with the same limit share a row."""

    networks: tuple[str, ...]
    can: bool
    why: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """State after publication. `is_out`: some network has the post. `changes`: acts other than deliveries.

    `cards`: for a person to perform. `missing_video_extras`: covers and subtitles a person has to add.
    """

    is_out: bool
    is_pinned: bool
    withdrawal: Withdrawal | None
    changes: Sequence[ActLine]
    cards: Sequence[Card]
    divergences: Sequence[PostDivergence]
    readings: Sequence[Reading]
    seen: Sequence[Seen]
    poll: PollBoard | None
    missing_video_extras: Sequence[MissingVideoExtras]

    @property
    def to_download(self) -> list[MediaFile]:
        """Files to download, each once."""
        files = [file for dressing in self.missing_video_extras for file in dressing.files]
        return list({(file.name, file.cover, file.subtitles): file for file in files}.values())


def afterwards(read: Versions) -> Afterwards:
    """Build it; `read`: as of `deliveries.deliveries_of`."""
    published = [delivery.act for delivery in read.deliveries if delivery.act.verb == Verb.PUBLISH]
    out = [act for act in published if act.state in OUT]
    others = sorted((change for act in published for change in act.changes.all()), key=lambda act: -act.pk)
    withdrawal: Withdrawal | None = getattr(read.post, "withdrawal", None)
    by_hand = [
        act
        for act in (*(d.act for d in read.deliveries), *others)
        if act.state == ActState.BY_HAND and not opens_later(act)
    ]
    return Afterwards(
        is_out=bool(out),
        is_pinned=any(is_pinned(act) for act in out if act.remote_id),
        withdrawal=withdrawal,
        changes=[line_of(act) for act in others],
        cards=[card_of(act) for act in by_hand],
        divergences=_divergences(published),
        readings=_readings(out),
        seen=[one for one in seen_of(out) if one.row is not None or withdrawal is None],
        poll=board_of(out),
        missing_video_extras=missing_video_extras(read.deliveries, read.all) if out else (),
    )


def _divergences(published: Sequence[Act]) -> list[PostDivergence]:
    found = (one for act in published for one in act.divergences.all())
    return sorted(found, key=lambda one: (one.noticed_at, one.pk), reverse=True)


def _readings(out: Sequence[Act]) -> list[Reading]:
    alike: dict[tuple[bool, str], list[str]] = {}
    for act in out:
        networks = alike.setdefault(_reading(act), [])
        if act.account.network not in networks:
            networks.append(act.account.network)
    return [Reading(tuple(networks), can, why) for (can, why), networks in alike.items()]


def _reading(act: Act) -> tuple[bool, str]:
    """Whether the post can be read back, and why not. Without an id it cannot."""
    if not act.remote_id and act.proof == Proof.PERSON:
        return False, "Выложил человек. Проверить её в сети мы не можем."
    ability = ability_of(act.account, Operation.READ_BACK)
    return ability.mode == "auto", ability.why
