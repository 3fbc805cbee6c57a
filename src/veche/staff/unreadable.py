"""Second factors that the present keyring does not open, because it was lost or replaced."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from veche.kernel.crypto import CryptoError
from veche.staff.domain.dismiss import reset_second_factor
from veche.staff.seals import Sealed, open_own


def unreadable_second_factors() -> list[Any]:
    """allauth's rows; never passkeys, which hold no secret."""
    return [factor for factor in Authenticator.objects.select_related("user").order_by("pk") if not _opens(factor)]


def forget_unreadable_second_factors() -> int:
    """Delete them; these people sign in by password and set up a new one. Returns their number."""
    with transaction.atomic():
        people = {factor.user_id: factor.user for factor in unreadable_second_factors()}
        for person in people.values():
            reset_second_factor(by=None, person=person)
    return len(people)


def _opens(factor: Any) -> bool:
    try:
        for sealed in _sealed_in(list(factor.data.values())):
            open_own(sealed)
    except CryptoError:
        return False
    return True


def _sealed_in(value: Any) -> Iterator[Sealed]:
    if isinstance(value, list):
        for each in value:
            yield from _sealed_in(each)
    elif isinstance(value, Sealed):
        yield value
