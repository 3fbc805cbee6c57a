"""What a network gave for a person's eyes alone (the key of a stream): kept sealed, shown once, then gone from here."""

from typing import Any

from django.db import transaction

from veche.accounts.domain import rotate
from veche.accounts.domain.clients import keyring, opened
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError, Keyring, Secret, row_binding, seal
from veche.networks.protocol import Done
from veche.outbox.models import Act
from veche.staff.models import Administration
from veche.staff.tenancy import OwnedQuerySet


def sealed_of(act: Act, done: Done) -> dict[str, Any]:
    """Into the row, with the rest that is known; nothing where the network gave nothing of the kind."""
    if done.confidential is None:
        return {}
    return {"sealed": seal(keyring(), done.confidential.reveal(), aad=_binding(act))}


def take(act: Act) -> Secret | None:
    """Once: whoever asks second finds nothing. Raises `CryptoError` when it does not open; then it stays."""
    with transaction.atomic():
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk).exclude(sealed="")
        sealed = mine.select_for_update(of=("self",)).values_list("sealed", flat=True).first()
        if sealed is None:
            return None
        secret = opened(sealed, _binding(act))
        mine.update(sealed="", updated_at=now())
    return secret


def reseal(*, keyring: Keyring, administration: Administration) -> int:
    """What nobody has been shown yet comes under the newest key; returns how many, for whoever tells the journal.

    Inside a transaction, and before the journal is written to. `CryptoError` when one does not open.
    """
    return rotate.reseal(keyring, _waiting(administration), "sealed", _binding)


def unopened(administration: Administration) -> list[Act]:
    """Acts that keep something for a person's eyes which the present keyring does not open."""
    return [act for act in _waiting(administration).order_by("pk") if not _opens(act)]


def give_up_unopened(*, administration: Administration) -> int:
    """The keyring is lost: whoever streams reads the key in the network itself. Returns how many."""
    lost = [act.pk for act in unopened(administration)]
    return Act.objects.of(administration).filter(pk__in=lost).update(sealed="", updated_at=now())


def _waiting(administration: Administration) -> OwnedQuerySet[Act]:
    return Act.objects.of(administration).exclude(sealed="")


def _opens(act: Act) -> bool:
    try:
        opened(act.sealed, _binding(act))
    except CryptoError:
        return False
    return True


def _binding(act: Act) -> str:
    return row_binding("outbox.Act", "sealed", act.pk)
