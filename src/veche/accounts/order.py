"""The order of networks on every screen: that of `NetworkSlug`."""

from collections.abc import Iterable

from django.db.models import Case, When

from veche.accounts.enums import NetworkSlug


def by_network(field: str = "network") -> Case:
    """For `order_by`; `field` leads to an account's network."""
    return Case(*(When(**{field: slug}, then=place) for place, slug in enumerate(NetworkSlug)))


def in_order(networks: Iterable[str]) -> list[str]:
    return sorted(networks, key=NetworkSlug.values.index)
