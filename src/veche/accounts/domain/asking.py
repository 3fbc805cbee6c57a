"""One question to a network about one account. What keeps it from being answered is noted in the account's health."""

from collections.abc import Callable

from veche.accounts.domain.health import note_trouble
from veche.accounts.models import Account
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import NO_KEY, NetworkError


def ask[T](account: Account, question: Callable[[], T], *, check_keys: bool = True) -> T | None:
    """None in trouble, which is noted. The question calls the network, so never inside a transaction.

    `check_keys`: whether a key that is refused here has the keys asked about anew; not where that check itself asks.
    An answer is not noted: an adapter may give it out of its own knowledge.
    """
    try:
        return question()
    except NetworkError as error:
        if error.code != NO_KEY:  # a key that is not there is no trouble of the network's
            note_trouble(account=account, error=error, ask_again=check_keys)
    except CryptoError as error:
        note_trouble(account=account, error=NetworkError(str(error), permanent=True))
    return None
