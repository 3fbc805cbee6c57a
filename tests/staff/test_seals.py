"""The sealed secret of a second factor opens only in its own row and for its own person."""

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from pytest_django import Settings

from tests.people import totp_code
from veche.kernel.crypto import CryptoError, Keyring, row_binding, seal
from veche.staff.adapter import SecondFactor
from veche.staff.models import Person
from veche.staff.seals import MARK, bind_second_factors, reseal_second_factors
from veche.staff.unreadable import unreadable_second_factors

pytestmark = pytest.mark.django_db


def give_totp(person: Person) -> str:
    Authenticator.objects.filter(user=person).delete()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return str(secret)


def opens(person: Person, secret: str) -> bool:
    factor = Authenticator.objects.get(user=person, type="totp")
    try:
        return bool(factor.wrap().validate_code(totp_code(secret)))
    except CryptoError:
        return False


def stored(person: Person) -> Any:
    """The stored column, without the model."""
    return Authenticator.objects.filter(user=person).values_list("data", flat=True).get()


def test_the_secret_of_the_second_factor_is_sealed(helen: Person):
    secret = give_totp(helen)

    stored = Authenticator.objects.get(user=helen).data["secret"]

    assert secret not in stored
    assert stored.startswith("k1.")


def test_a_new_key_reseals_every_second_factor(helen: Person, settings):
    secret = give_totp(helen)
    older = Keyring.parse(settings.KEYRING)
    newer = older.add()

    changed = [reseal_second_factors(newer), reseal_second_factors(newer)]

    settings.KEYRING = Keyring({newer.newest: newer.key(newer.newest)}).to_text()
    factor = Authenticator.objects.get(user=helen)
    assert (changed, factor.data["secret"].partition(".")[0]) == ([1, 0], newer.newest)
    assert factor.wrap().validate_code(totp_code(secret))


def test_a_secret_moved_to_another_persons_row_opens_nothing(helen: Person, ivan: Person):
    """As by somebody with write access to the database who knows one person's code."""
    give_totp(helen)
    mine = give_totp(ivan)

    Authenticator.objects.filter(user=helen).update(data=stored(ivan))

    assert (opens(ivan, mine), opens(helen, mine)) == (True, False)
    assert [factor.user_id for factor in unreadable_second_factors()] == [helen.pk]


def test_a_row_given_to_another_person_opens_nothing(helen: Person, ivan: Person):
    Authenticator.objects.filter(user=helen).delete()
    mine = give_totp(ivan)

    Authenticator.objects.filter(user=ivan).update(user=helen)

    assert not opens(helen, mine)


def test_recovery_codes_are_bound_too(helen: Person, ivan: Person):
    Authenticator.objects.all().delete()
    codes = RecoveryCodes.activate(ivan).generate_codes()
    RecoveryCodes.activate(helen)

    Authenticator.objects.filter(user=helen).update(data=stored(ivan))

    again = Authenticator.objects.get(user=ivan).wrap()
    assert (again.generate_codes(), again.validate_code(codes[0])) == (codes, True)
    assert len(Authenticator.objects.get(user=ivan).wrap().get_unused_codes()) == len(codes) - 1
    with pytest.raises(CryptoError):
        Authenticator.objects.get(user=helen).wrap().generate_codes()


def earlier(settings: Settings, secret: str) -> str:
    """Sealed as by versions before November 2026."""
    return seal(Keyring.parse(settings.KEYRING), secret, aad=row_binding("mfa_authenticator", "data", "any"))


def test_an_update_binds_what_was_sealed_earlier(ivan: Person, helen: Person, settings: Settings, tmp_path: Path):
    mine, theirs = give_totp(ivan), give_totp(helen)
    bound = stored(helen)
    Authenticator.objects.filter(user=ivan).update(data={"secret": earlier(settings, mine)})
    assert not opens(ivan, mine)

    bind_second_factors(tmp_path)

    assert opens(ivan, mine) is True
    assert opens(helen, theirs) is True
    assert stored(helen) == bound
    assert (tmp_path / MARK).exists()


def test_after_the_update_nothing_unbound_is_taken(ivan: Person, settings: Settings, tmp_path: Path):
    mine = give_totp(ivan)
    bind_second_factors(tmp_path)
    Authenticator.objects.filter(user=ivan).update(data={"secret": earlier(settings, mine)})

    bind_second_factors(tmp_path)

    assert not opens(ivan, mine)


def test_a_keyring_that_is_away_is_waited_for(ivan: Person, settings: Settings, tmp_path: Path):
    mine, ring = give_totp(ivan), settings.KEYRING
    Authenticator.objects.filter(user=ivan).update(data={"secret": earlier(settings, mine)})
    for settings.KEYRING, settings.KEYRING_PATH in (("", tmp_path / "none"), (Keyring.generate().to_text(), "")):
        bind_second_factors(tmp_path)
        assert not (tmp_path / MARK).exists()
    settings.KEYRING = ring

    bind_second_factors(tmp_path)

    assert opens(ivan, mine)
    assert SecondFactor().decrypt(Authenticator.objects.get(user=ivan).data["secret"]) == mine
