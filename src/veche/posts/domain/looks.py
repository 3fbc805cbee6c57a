"""How a text will look in each network: counter and preview of the editor, of the approval and of the post's page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from veche.accounts.models import Account
from veche.networks.fitting import Fitting
from veche.networks.protocol import Operation, Photo, Problem, Rendered
from veche.networks.registry import NETWORKS
from veche.plan.enums import Format
from veche.posts.domain.endings import ending_of
from veche.posts.domain.first_comment import why_no_comment
from veche.posts.domain.readiness import is_replaced, unready
from veche.posts.domain.rendering import Draft, draft_of, fitted, rendered
from veche.posts.models import PostVersion
from veche.preflight.votes import note_about

MOST_IN_GRID = 5


@dataclass(frozen=True, slots=True)
class Look:
    """One network's wall with this post on it. `shown` stands there at once, `folded` after «Показать ещё».

    `first_comment`: the account's own, "" where none is sent. `account` names all that it goes to; `words` is the text
    as written, without what is put below it; `link` is what the post carries, also where it stands in the words.
    """

    network: str
    title: str
    account: str
    state_mark: bool
    at: datetime
    own: bool
    rendered: Rendered
    words: str = ""
    waits: tuple[Problem, ...] = ()
    link: str = ""
    story: bool = False
    first_comment: str = ""

    @property
    def layout(self) -> str:
        """How the network draws posts: "wall" or "chat"."""
        return NETWORKS[self.network].preview.layout

    @property
    def poll_by_hand(self) -> str:
        """Why the network takes no poll from us; "" where it does."""
        ability = NETWORKS[self.network].beyond.get(Operation.PUBLISH_POLL)
        return ability.why if ability else ""

    @property
    def vote_note(self) -> str:
        """What to add to a poll that could be taken for a vote by law; "" if there is nothing to add."""
        poll = self.rendered.poll
        return note_about(poll.question, poll.options, self.rendered.text) if poll else ""

    @property
    def shown(self) -> str:
        return self.rendered.text[: self._fold()]

    @property
    def folded(self) -> str:
        return self.rendered.text[self._fold() :]

    @property
    def filled(self) -> int:
        """How full the text is, in percent of the limit."""
        return min(100, self.rendered.length * 100 // self.rendered.limit)

    @property
    def over(self) -> int:
        return max(0, self.rendered.length - self.rendered.limit)

    @property
    def grid(self) -> tuple[Photo, ...]:
        return self.rendered.photos[:MOST_IN_GRID]

    @property
    def more_photos(self) -> int:
        return len(self.rendered.photos) - len(self.grid)

    @property
    def grid_size(self) -> int:
        return len(self.grid)

    @property
    def is_caption(self) -> bool:
        """The network counts a text under photos by another measure than one that stands alone."""
        return self.rendered.limit != NETWORKS[self.network].limits.text

    @property
    def fitting(self) -> Fitting | None:
        """Where a text that is too long could be cut."""
        return fitted(self.words, self.rendered)

    @property
    def problems(self) -> Iterator[Problem]:
        """Without those of an original that is being made to fit."""
        return (one for one in self.rendered.problems if not (self.waits and is_replaced(one)))

    def _fold(self) -> int:
        text, fold = self.rendered.text, NETWORKS[self.network].preview.fold
        if fold is None or (len(text) <= fold.characters and text.count("\n") < fold.lines):
            return len(text)
        end = min(fold.characters, len("\n".join(text.split("\n")[: fold.lines]))) + 1
        return max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1 or end


def looks(
    version: PostVersion,
    accounts: Iterable[Account],
    *,
    at: datetime,
    draft: Draft | None = None,
    out: Mapping[str, datetime] | None = None,
) -> list[Look]:
    """A look for each network, and for each ending of its accounts where they differ.

    Prefetch `variants` and `pictures__media`. `out`: by network, when it came out there; elsewhere `at`.
    """
    words = draft or draft_of(version)
    of: dict[tuple[str, str], list[Account]] = {}
    for account in accounts:
        of.setdefault((account.network, ending_of(version, account, draft)), []).append(account)
    return [
        Look(
            network=network,
            title=NETWORKS[network].title,
            account=", ".join(account.title for account in shown),
            state_mark=all(account.state_mark for account in shown),
            at=(out or {}).get(network, at),
            own=network in words.variants,
            rendered=rendered(version, network, words, ending),
            words=words.for_network(network),
            waits=tuple(unready(version, [network])),
            link=words.link.strip(),
            story=version.post.plan_item.format == Format.STORY,
            first_comment=words.labels.first_comment if any(not why_no_comment(one) for one in shown) else "",
        )
        for network in NETWORKS
        for (slug, ending), shown in of.items()
        if slug == network
    ]
