"""`veche rotate-keys`: a fresh key comes in front of the keyring, and everything sealed comes under it.

Web and worker may go on meanwhile: whoever meets a text under a key that is new to them reads the file again. The
former keys stay in the file, because copies made before need them.
"""

import sys

from django.conf import settings
from django.db import transaction

from veche.accounts.domain.rotate import reseal_keys
from veche.alarms.domain.sealed import reseal_bots
from veche.kernel.crypto import CryptoError, Keyring
from veche.outbox.domain.confidential import reseal
from veche.plan.domain.calendar_address import reseal_addresses
from veche.staff.models import Administration
from veche.staff.seals import reseal_second_factors


def rotate_keys() -> int:
    """The exit code. When something does not open, nothing is sealed anew, and every former key still works."""
    try:
        keyring = _with_a_fresh_key()
        with transaction.atomic():
            keys = sum(_resealed(keyring, city) for city in Administration.objects.all())
            factors = reseal_second_factors(keyring)
    except CryptoError as error:
        sys.stderr.write(f"{error} Ничего не перешифровано, прежние ключи действуют.\n")
        return 1
    sys.stdout.write(f"Новый ключ шифрования: {keyring.newest}. Ключей сетей: {keys}, вторых шагов входа: {factors}.\n")
    return 0


def _resealed(keyring: Keyring, city: Administration) -> int:
    """Of one administration: its networks' keys, and what a network gave and nobody has been shown yet."""
    others = reseal(keyring=keyring, administration=city) + reseal_bots(keyring=keyring, administration=city)
    others += reseal_addresses(keyring=keyring, administration=city)
    return reseal_keys(keyring=keyring, administration=city, others=others)


def _with_a_fresh_key() -> Keyring:
    """VECHE_KEYRING is the installation's own to change: then its first key is taken for the fresh one."""
    if settings.KEYRING:
        return Keyring.parse(settings.KEYRING)
    keyring = Keyring.load(settings.KEYRING_PATH).add()
    keyring.save(settings.KEYRING_PATH)
    return keyring
