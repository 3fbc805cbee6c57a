"""The product's worker without rate limits: `python -m tests.bench.unpaced`."""

import sys

import django


def lift() -> None:
    """Remove all rate limits in this process."""
    from tests.profiles import change_rates
    from veche.kernel.pace import Rate

    change_rates(lambda _rate: Rate(10**6, 1, at_once=10**6))


def main() -> int:
    django.setup()
    from django.conf import settings

    from veche.config.schedule import CHORES, PERIODIC
    from veche.engine.worker import run
    from veche.staff.domain.found import home_zone

    lift()
    return run(queues=settings.TASK_QUEUES, periodics=PERIODIC, chores=CHORES, zone=home_zone)


if __name__ == "__main__":
    sys.exit(main())
