"""`veche doctor`: looks at everything an installation needs, changes nothing, and says what to do in plain words."""

import sys
from collections.abc import Iterator

from veche.config.environment import data_folder
from veche.upkeep.doctor import machine
from veche.upkeep.doctor.finding import Finding


def doctor() -> int:
    """0 when all is well, 1 when something needs a person."""
    trouble = 0
    for finding in _findings():
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
        trouble += not finding.good
    sys.stdout.write(f"\nТребует внимания: {trouble}.\n" if trouble else "\nВсё в порядке.\n")
    return 1 if trouble else 0


def _findings() -> Iterator[Finding]:
    data = data_folder()
    yield from machine.look(data)
    if not (data / "secret_key").exists():
        return
    yield from _of_django()


def _of_django() -> Iterator[Finding]:
    import django  # noqa: PLC0415 -- slow import

    django.setup()
    from veche.upkeep.doctor import database, keys, outside, pulse, site  # noqa: PLC0415 -- needs Django set up

    yield from site.look()
    tables = list(database.look())
    yield from tables
    yield from outside.mail()
    if all(finding.good for finding in tables):
        yield from keys.look()
        yield from pulse.look()
        yield from outside.networks()
