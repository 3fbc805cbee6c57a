"""Values that a network returns for a person only (a stream key): stored sealed, shown once, then deleted."""

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
    """The field that stores the sealed value; empty if the network returned none."""
    if done.confidential is None:
        return {}
    return {"sealed": seal(keyring(), done.confidential.reveal(), aad=_binding(act))}


def take(act: Act) -> Secret | None:
    """Return the value once; later calls return nothing. Raises `CryptoError` if it does not open, and keeps it
    then."""
    with transaction.atomic():
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk).exclude(sealed="")
        sealed = mine.select_for_update(of=("self",)).values_list("sealed", flat=True).first()
        if sealed is None:
            return None
        secret = opened(sealed, _binding(act))
        mine.update(sealed="", updated_at=now())
    return secret


def reseal(*, keyring: Keyring, administration: Administration) -> int:
    """Seal values that nobody has seen yet under the newest key. Returns their number, for the journal.

    Call it in a transaction, before writing to the journal. Raises `CryptoError` if one does not open.
    """
    return rotate.reseal(keyring, _waiting(administration), "sealed", _binding)


def unopened(administration: Administration) -> list[Act]:
    """Acts whose sealed value the present keyring does not open."""
    return [act for act in _waiting(administration).order_by("pk") if not _opens(act)]


def give_up_unopened(*, administration: Administration) -> int:
    """Delete values that a lost keyring sealed; people read the stream key in the network. Returns their number."""
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
