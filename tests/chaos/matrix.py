"""Every fault of a network × every operation: the final state in the network, and our report of it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.chaos import acts
from tests.chaos.acts import SETTLE_SECONDS, Scene
from tests.chaos.city import Tally
from tests.chaos.faults import FAULTS, PARTIAL, REVOKED, Fault
from tests.chaos.methods import METHODS, READS, UNDER_A_POST, turns
from tests.chaos.remedies import MEND, move_group, wait_until_checked
from tests.chaos.site import Site, be_called
from tests.chaos.true_state import Wall
from tests.chaos.worker_processes import Crew

if TYPE_CHECKING:
    from veche.outbox.models import Act

# They share all acts, as in a city with a second worker.
WORKERS = 2
ENDS = frozenset({"confirmed", "failed", "by_hand", "missed", "cancelled"})
WORDS = {"confirmed": "сделано", "sent": "отправлено", "by_hand": "человеку", "failed": "отказ"}
# The act ended by an event of the network before its state was read.
TOLD_FIRST = "узнали раньше"
# Required words in the attempt for a post without its last attachment.
PARTS = {"publish_photos": "фото 1 из 2", "publish_video": "видео 0 из 1"}


@dataclass(frozen=True, slots=True)
class Cell:
    """`word`: the final report to people; the tally tells whether it is true. `noise`: of its round."""

    operation: str
    fault: str
    word: str
    tally: Tally
    noise: "Noise"

    @property
    def place(self) -> dict[str, str | int]:
        """Its place in the table of faults."""
        return {"operation": self.operation, "fault": self.fault, "word": self.word, **asdict(self.noise)}


@dataclass(frozen=True, slots=True)
class Noise:
    """Stack traces in the logs of worker and site, and alarms: nobody else changes the page or its posts here."""

    traces: int = 0
    alarms: int = 0

    @classmethod
    def so_far(cls, log: Path) -> Self:
        from veche.accounts.models import PageChange
        from veche.outbox.models import PostDivergence

        traces = log.read_bytes().count(b"Traceback (most recent call last)")
        return cls(traces, PageChange.objects.unscoped().count() + PostDivergence.objects.unscoped().count())

    def since(self, before: "Noise") -> "Noise":
        return Noise(self.traces - before.traces, self.alarms - before.alarms)


def matrix(wall: Wall, log: Path, *, faults: int = 0, only: str = "") -> Iterator[Cell]:
    """One act for each operation and fault.

    `faults`: only so many, 0 for all. `only`: a prefix of their names.
    """
    wall.settled = ENDS
    met = [(fault, _operations(wall, fault)) for fault in FAULTS[: faults or None] if fault.name.startswith(only)]
    with Crew(log) as crew, ExitStack() as stack:
        for _ in range(WORKERS):
            crew.fork()
        scenes = acts.scenes(wall, [fault.name for fault, operations in met if operations])
        for fault, operations in met:
            if operations and fault.called and wall.account.webhook_since is None:
                stack.enter_context(Site(log))
                be_called(wall)
            own = {
                one: METHODS[wall.network][one] if fault.method else fault.struck(wall.network, one)
                for one in operations
            }
            for turn in turns(own, operations):
                yield from Turn(wall, log, fault, scenes[fault.name], turn).cells()


def _operations(wall: Wall, fault: Fault) -> list[str]:
    """The operations for a fault; a channel without a group gets only private messages."""
    if not wall.hears_comments and fault.called:
        return []
    possible = METHODS[wall.network].keys() - (UNDER_A_POST if not wall.hears_comments else frozenset())
    return [one for one in METHODS[wall.network] if one in possible and fault.strikes(wall.network, one)]


class Turn:
    """Operations with one method each, affected by one fault at once."""

    def __init__(self, wall: Wall, log: Path, fault: Fault, scene: Scene, operations: list[str]) -> None:
        self.wall, self.log, self.fault, self.scene, self.operations = wall, log, fault, scene, operations
        self.methods = {fault.struck(wall.network, operation) for operation in operations}

    def cells(self) -> Iterator[Cell]:
        """The cells; noise of the round is reported with the first."""
        before = Noise.so_far(self.log)
        self._order()
        ids = {operation: acts.plan(self.wall, self.scene, operation).pk for operation in self.operations}
        said = acts.talk_meanwhile(self.wall, self.scene) if self.fault.called else []
        asked = self._wait(ids)
        acts.heard(said)
        unread = self._missed_by_a_reading(list(ids.values()))
        first = {operation: self._tally(pk) for operation, pk in ids.items()}
        asked |= self._once_more(ids)
        noise = Noise.so_far(self.log).since(before)
        for operation, pk in ids.items():
            cell = self._cell(operation, pk, first[operation], by_person=pk in asked, noise=noise)
            yield replace(cell, word=TOLD_FIRST) if self.fault.struck(self.wall.network, operation) in unread else cell
            noise = Noise()

    def _order(self) -> None:
        self.wall.sandbox.ask("DELETE", self.wall.network, "calls")
        if not self.fault.kind:
            move_group(self.wall)
            return
        for method in self.methods:
            self.wall.sandbox.fault(self.wall.network, method, **self.fault.order(self.wall.network))

    def _wait(self, ids: Mapping[str, int]) -> set[int]:
        """Wait; returns the acts that a person had to answer."""
        self.wall.wait_until_settled(list(ids.values()), seconds=SETTLE_SECONDS)
        self.wall.sandbox.clear_faults(self.wall.network)
        return set(self.wall.asked)

    def _missed_by_a_reading(self, ids: list[int]) -> set[str]:
        """Read-backs that did not happen, because the network's event came first, as it may on a busy machine.

        Any other act without its fault is an error of this test. One key serves several methods: the first that meets
        its revocation ends it for all.
        """
        written = self.fault.written(self.wall.network)
        calls = self.wall.sandbox.calls(self.wall.network)
        met = {call["method"] for call in calls if call["fault"] == written}
        enough = bool(met) if self.fault.name == REVOKED else met == self.methods
        if enough or not self.fault.kind:
            return set()
        unmet, asked = self.methods - met, {call["method"] for call in calls}
        if self.fault.stage == READS and not unmet & asked:
            return unmet
        raise SystemExit(f"nobody met {self.fault.name} in {unmet}: {self.wall.states(ids)}")

    def _once_more(self, ids: Mapping[str, int]) -> set[int]:
        """A person mends the cause of a final refusal and sends again: the act is then done once."""
        from veche.outbox.domain.person_decisions import send_now

        refused = {operation: pk for operation, pk in ids.items() if _row(pk).state in {"failed", "by_hand"}}
        if not refused:
            return set()
        MEND.get(self.fault.name, wait_until_checked)(self.wall)
        for pk in refused.values():
            send_now(act=_row(pk), by=self.wall.person)
        return self._wait(refused)

    def _tally(self, pk: int) -> tuple[str, bool, int]:
        """The report, whether it is true, and how often the act was done."""
        act = _row(pk)
        times = self.wall.times(act)
        return act.state, (act.state in {"confirmed", "sent"}) == (times > 0), times

    def _cell(self, operation: str, pk: int, first: tuple[str, bool, int], *, by_person: bool, noise: Noise) -> Cell:
        state, is_true, times = self._tally(pk)
        told = self._all_stands(operation, pk)
        lost = not (first[1] and is_true and told and times)
        words = [WORDS.get(first[0], first[0]), *([WORDS.get(state, state)] if state != first[0] else [])]
        word = "решил человек" if by_person else " → ".join(words)
        once = times == 1 and not by_person
        tally = Tally(1, int(once), int(lost), int(max(times, first[2]) > 1), int(by_person))
        return Cell(operation, self.fault.name, word, tally, noise)

    def _all_stands(self, operation: str, pk: int) -> bool:
        """Whether every picture and video is there; omitted ones must be reported."""
        if self.fault.name == PARTIAL:
            return any(PARTS[operation] in one.detail for one in _row(pk).attempts.all())
        return not self.wall.lacks(_row(pk))


def _row(pk: int) -> "Act":
    from veche.outbox.models import Act

    return Act.objects.unscoped().select_related("account", "administration").get(pk=pk)
