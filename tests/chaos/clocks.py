"""The product's own clocks, only faster: deadlines, leases and pauses keep their order, so a run takes minutes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

CALL_SECONDS = 1.5
GRACE_SECONDS = 2.5
LEASE_SECONDS = 4.0
PACE_FASTER = 20
# Refusals that name no pause, so the product's own is long: by number or name in the networks' tables.
OK_FLOOD, TELEGRAM_FLOOD, MAX_NOT_READY = 8, 429, "attachment.not.ready"


def shorten() -> None:
    """In every process of a run, after Django is set up."""
    from tests.profiles import KNOWN, change_rates
    from veche.networks.max import refusals as of_max
    from veche.networks.ok import refusals as of_ok
    from veche.networks.telegram import refusals as of_telegram
    from veche.networks.vk import pace as of_vk
    from veche.outbox.domain import claim, reconcile, resolve, results

    for slug, network in KNOWN.items():
        limits = replace(network.limits, call_seconds=CALL_SECONDS, grace=timedelta(seconds=GRACE_SECONDS))
        KNOWN[slug] = replace(network, limits=limits)
    change_rates(lambda rate: replace(rate, seconds=rate.seconds / PACE_FASTER))
    # A whole run posts more to one wall than VK lets stand there in a day; such patience is not what is tried.
    of_vk.POSTS_A_DAY = replace(of_vk.POSTS_A_DAY, calls=100_000, at_once=50_000)
    _hurry(of_ok._BY_NUMBER, OK_FLOOD)
    _hurry(of_telegram._BY_STATUS, TELEGRAM_FLOOD)
    _hurry(of_max.BY_CODE, MAX_NOT_READY)
    claim.LEASE = timedelta(seconds=LEASE_SECONDS)
    resolve.LOOKUP_PAUSES = tuple(timedelta(seconds=s) for s in (0.5, 0.5, 1, 1, 2, 2, 3, 3, 3))
    reconcile.OVERDUE, reconcile.NUDGE_EVERY = timedelta(seconds=0.5), timedelta(seconds=2)
    results.FIRST_LOOKUP_PAUSE = timedelta(seconds=0.3)
    results.PAUSES = tuple(timedelta(seconds=s) for s in (0.3, 0.5, 1, 1, 1))


def _hurry(refusals: Any, name: int | str) -> None:
    refusals[name] = replace(refusals[name], after=refusals[name].after / PACE_FASTER)
