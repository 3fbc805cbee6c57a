"""«Сыграть день»: simulated residents comment on the newest posts, edit or delete comments, vote and write messages."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from veche_sandbox import page, people, residents
from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.store import Account, Post, Store
from veche_sandbox.traits import TRAITS

# Comments per day and network, and how many of them are rude.
MOODS: Final = {"calm": (12, 1), "stormy": (50, 6)}
SECONDS: Final = 120.0
LONGEST: Final = 3600.0
# The number of newest posts that get comments.
NEWEST: Final = 3
LETTERS: Final = 2
# One of so many comments is deleted or softened.
SECOND_THOUGHTS: Final = 8

type Move = Callable[[], object]


@dataclass(slots=True)
class Day:
    """Simulates at most one day at a time; another order meanwhile is refused."""

    store: Store
    _running: asyncio.Task[None] | None = None

    def begin(self, mood: str, *, networks: list[str], seconds: float = SECONDS, seed: int | None = None) -> int:
        """Start the day and return the number of actions.

        Raises `BadOrder` if one is running or nothing is published.
        """
        if mood not in MOODS:
            raise BadOrder(f"no mood {mood!r}; there are {', '.join(MOODS)}")
        if not 0 < seconds <= LONGEST:
            raise BadOrder(f"«seconds» must be above 0 and at most {LONGEST:.0f}")
        if self.goes_on:
            raise BadOrder("a day goes on already")
        dice = random.Random(seed)  # noqa: S311 -- a simulation, not a secret
        moves = [move for network in networks for move in self._moves(network, mood, dice)]
        if not moves:
            raise BadOrder("nothing is published yet, there is nothing to write about")
        dice.shuffle(moves)
        self._running = asyncio.get_running_loop().create_task(self._play(moves, seconds, dice))
        return len(moves)

    @property
    def goes_on(self) -> bool:
        return self._running is not None and not self._running.done()

    async def _play(self, moves: list[Move], seconds: float, dice: random.Random) -> None:
        moments = sorted(dice.uniform(0, seconds) for _ in moves)
        passed = 0.0
        for moment, move in zip(moments, moves, strict=True):
            await asyncio.sleep(moment - passed)
            passed = moment
            try:
                move()
            except BadOrder:  # the post was deleted, or its comments were closed, meanwhile
                continue

    def _moves(self, network: str, mood: str, dice: random.Random) -> list[Move]:
        comments, rough = MOODS[mood]
        words = residents.CALM if mood == "calm" else residents.STORMY
        moves: list[Move] = []
        for account in self.store.accounts.all(network, TRAITS[network].account_kind):
            posts = self._open_posts(account)
            if not posts:
                continue
            said = [*_said(words, comments, dice), *_said(residents.ROUGH, rough, dice)]
            moves += [
                self._comment(dice.choice(posts), name, text, again=number % SECOND_THOUGHTS == 0)
                for number, (name, text) in enumerate(said, 1)
            ]
            moves += [self._vote(post, dice) for post in posts if self._poll(post) for _ in range(comments)]
            moves += [self._letter(account, dice) for _ in range(LETTERS)]
        return moves

    def _open_posts(self, account: Account) -> list[Post]:
        standing = [post for post in self.store.entries.posts(account.network, account.id) if not post.deleted]
        return [post for post in standing[-NEWEST:] if people.takes_comments(self.store, post)]

    def _comment(self, post: Post, name: str, text: str, *, again: bool) -> Move:
        """An action that writes a comment. `again`: the author deletes or edits it at once."""

        def write() -> None:
            entry = people.write_comment(self.store, post, name, text)
            if again and text in residents.ROUGH:
                people.delete_comment(self.store, entry)
            elif again:
                people.edit_comment(self.store, entry, text + residents.SECOND_THOUGHT)

        return write

    def _poll(self, post: Post) -> int:
        """The number of options; 0 without a poll, or if it is closed."""
        entries = (self.store.entries.get(post.network, post.account, number) for number in post.entry_ids)
        poll = self.store.polls.of(entries)
        return len(poll.options) if poll and not poll.closed else 0

    def _vote(self, post: Post, dice: random.Random) -> Move:
        name, choice = dice.choice(residents.NAMES), dice.randrange(self._poll(post))
        return lambda: people.vote(self.store, post, name, [choice])

    def _letter(self, account: Account, dice: random.Random) -> Move:
        body = {"author": dice.choice(residents.NAMES), "text": dice.choice(residents.LETTERS), "account": account.id}
        return lambda: page.write_private_message(self.store, account.network, Order(body, {}))


def _said(words: Sequence[str], number: int, dice: random.Random) -> list[tuple[str, str]]:
    """Authors and texts. Many people ask the same, but nobody writes the same text twice."""
    return dice.sample([(name, text) for name in residents.NAMES for text in words], number)
