"""Limits that a process sets to itself before it reads what strangers have sent."""

import resource
from contextlib import suppress
from pathlib import Path

# Where memory runs out, the kernel ends this process first, not the one that started it (proc_pid_oom_score_adj(5)).
FIRST_TO_GO = "1000"


def limit(*, memory: int, seconds: int) -> None:
    """`memory`: bytes of address space; `seconds`: of the processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
