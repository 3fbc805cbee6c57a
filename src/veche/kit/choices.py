"""Choices of model fields that several rooms have."""

from veche.networks.registry import NETWORKS


def network_choices() -> list[tuple[str, str]]:
    """Slug and title of each network. Models take the function itself, so that a new network needs no migration."""
    return [(slug, network.title) for slug, network in NETWORKS.items()]
