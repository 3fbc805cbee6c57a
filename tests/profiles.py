"""Network profiles changed for tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any, cast

import pytest

from veche.kernel.pace import Rate
from veche.networks.profile import NetworkProfile
from veche.networks.registry import NETWORKS

KNOWN = cast("dict[str, NetworkProfile]", NETWORKS)


def change_profile(monkeypatch: pytest.MonkeyPatch, slug: str, **changes: Any) -> None:
    """Change fields of a `NetworkProfile` for the rest of the test."""
    monkeypatch.setitem(KNOWN, slug, replace(NETWORKS[slug], **changes))


def shorten_calls(monkeypatch: pytest.MonkeyPatch, *slugs: str) -> None:
    """A call lasts at most a second, and its grace is two seconds. `slugs`: () for all networks."""
    for slug in slugs or NETWORKS:
        limits = replace(NETWORKS[slug].limits, call_seconds=1.0, grace=timedelta(seconds=2))
        change_profile(monkeypatch, slug, limits=limits)


def change_rates(change: Callable[[Rate], Rate]) -> None:
    """Change every rate of every network in this process permanently."""
    for slug, network in KNOWN.items():
        rates = import_module(f"veche.networks.{slug}.pace")
        for name, rate in [(name, rate) for name, rate in vars(rates).items() if isinstance(rate, Rate)]:
            setattr(rates, name, change(rate))
        KNOWN[slug] = replace(network, pace=replace(network.pace, post=change(network.pace.post)))
