"""Verbs that first look for a name and then take it wait for each other, city by city."""

from veche.staff.models import Administration


def lock_administration(administration: Administration) -> None:
    """Wait for other verbs that lock this administration. The caller holds the transaction."""
    list(Administration.objects.select_for_update().filter(pk=administration.pk).values_list("pk", flat=True))
