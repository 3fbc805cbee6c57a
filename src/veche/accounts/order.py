"""The order of networks on every screen: that of `networks/registry.py`."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, When

from veche.networks.profile import NetworkProfile
from veche.networks.registry import NETWORKS, SLUGS


def offered() -> list[NetworkProfile]:
    """The networks that people may connect here."""
    return [NETWORKS[slug] for slug in settings.OFFERED_NETWORKS]


def offered_choices() -> list[tuple[str, str]]:
    return [(network.slug, network.title) for network in offered()]


def by_network(field: str = "network") -> Case:
    """Expression for `order_by`: networks in the order of the registry. `field`: path to an account's network."""
    return Case(*(When(**{field: slug}, then=place) for place, slug in enumerate(SLUGS)))


def place_of(network: str) -> int:
    """Key for `sorted`: place of the network in the registry."""
    return SLUGS.index(network)


def in_order(networks: Iterable[str]) -> list[str]:
    return sorted(networks, key=place_of)
