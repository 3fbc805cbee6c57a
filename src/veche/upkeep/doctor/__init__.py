"""`veche doctor`: check everything an installation needs, change nothing, and say what to do."""

import sys
from collections.abc import Iterator
from pathlib import Path

from veche.config.environment import data_folder
from veche.upkeep.doctor import machine, settings_file
from veche.upkeep.doctor.finding import Finding


def doctor(environment: Path) -> int:
    """Run the checks. 0 if all is well, 1 if a person is needed. `environment`: the services' settings file."""
    trouble = 0
    for finding in _findings(environment):
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
        trouble += not finding.good
    sys.stdout.write(f"\nТребует внимания: {trouble}.\n" if trouble else "\nВсё в порядке.\n")
    return 1 if trouble else 0


def _findings(environment: Path) -> Iterator[Finding]:
    data = data_folder()
    usable = True
    for finding in machine.check(data):
        yield finding
        usable = usable and not finding.unusable
    if not usable:
        return
    yield from settings_file.check(environment, data)
    yield from _of_django()


def _of_django() -> Iterator[Finding]:
    import django  # noqa: PLC0415 -- slow import

    django.setup()
    from veche.upkeep.doctor import (  # noqa: PLC0415 -- needs Django
        bots,
        copies,
        database,
        found,
        front,
        keys,
        outside,
        pulse,
        registers,
        residents,
        site,
        witnesses,
    )

    yield from site.check()
    yield from front.check()
    tables = list(database.check())
    yield from tables
    yield from database.way()
    yield from outside.mail()
    yield from outside.mailbox()
    if all(finding.good for finding in tables):
        yield from keys.check()
        yield from bots.check()
        yield from registers.check()
        yield from residents.check()
        yield from found.check()
        yield from pulse.check()
        yield from copies.check()
        yield from witnesses.check()
        yield from outside.networks()
