"""Ask a network one question about one account; failures are noted in the account's health."""

from collections.abc import Callable

from veche.accounts.domain.health import note_trouble
from veche.accounts.models import Account
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import NO_KEY, NetworkError


def ask[T](account: Account, question: Callable[[], T], *, check_keys: bool = True) -> T | None:
    """The answer; None on failure, which is noted. The question calls the network, so never inside a transaction.

    `check_keys`: whether a refused key triggers a check of the keys; False where the question is that check. Success is
    not noted, because an adapter may answer without calling the network.
    """
    try:
        return question()
    except NetworkError as error:
        if error.code != NO_KEY:  # a key that is not there is no trouble of the network's
            note_trouble(account=account, error=error, ask_again=check_keys)
    except CryptoError as error:
        note_trouble(account=account, error=NetworkError(str(error), permanent=True))
    return None
