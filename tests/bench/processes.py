"""Memory and processor time of a process with its children, as Linux counts them."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import VERDICT, Row, judged

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTES = 260


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes (2**20). `pss` divides shared pages among their processes; `rss` counts them for each."""

    rss: float
    pss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.rss + other.rss, self.pss + other.pss)


def family(pid: int) -> list[int]:
    """The process and all its descendants; without those that end meanwhile, as a server's connections do."""
    return [pid, *(member for child in _children(pid) for member in family(child))]


def _children(pid: int) -> list[int]:
    try:
        tasks = list((PROC / str(pid) / "task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def memory(pids: list[int]) -> Memory:
    return sum((_memory(pid) for pid in pids), Memory(0, 0))


def cpu_seconds(pids: list[int], *, ended: bool = False) -> float:
    """User and system seconds since their start, in steps of 10 ms. `ended`: with those of children that have ended."""
    return sum(int(one) for pid in pids for one in _stat(pid)[11 : 15 if ended else 13]) / TICKS


def _stat(pid: int) -> list[str]:
    """Fields of `/proc/PID/stat` after the name; none of a process that has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def memory_rows(pids: dict[str, int], *, when: str) -> list[Row]:
    """A row for each process of `veche run`, and the limited sum of web and worker."""
    supervisor = pids["supervisor"]
    of = {name: memory([pid] if pid == supervisor else family(pid)) for name, pid in pids.items()}
    served = of["web"] + of["worker"]
    rows = [{"процесс": name, "когда": when, "RSS, МБ": size.rss, "PSS, МБ": size.pss} for name, size in of.items()]
    total = {"процесс": "web + worker", "когда": when, "RSS, МБ": served.rss, "PSS, МБ": served.pss}
    judgement = {"предел": f"RSS {MEGABYTES}", VERDICT: judged(served.rss, MEGABYTES)}
    return [*({**row, "предел": "", VERDICT: ""} for row in rows), {**total, **judgement}]


def _memory(pid: int) -> Memory:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return Memory(sizes["Rss"], sizes["Pss"])
