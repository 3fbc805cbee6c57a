"""The product's deadlines, leases and pauses, shortened in the same order, so that a run takes minutes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

CALL_SECONDS = 1.5
GRACE_SECONDS = 2.5
LEASE_SECONDS = 4.0
PACE_FASTER = 20
# Refusals without a pause, for which the product's own is long: by code or name in the networks' tables.
OK_FLOOD, TELEGRAM_FLOOD, MAX_NOT_READY = 8, 429, "attachment.not.ready"


def shorten() -> None:
    """Shorten them in every process of a run, after Django is set up."""
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
    # A whole run exceeds VK's daily limit of posts, which is not tested here.
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
