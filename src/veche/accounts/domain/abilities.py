"""What the account's keys may do, as the network said when it was asked last."""

from veche.accounts.models import Account, Passport
from veche.networks.protocol import Ability, Operation


def ability_of(account: Account, operation: Operation) -> Ability:
    """An account that was never asked about this counts as able: the network's own refusal will tell."""
    passport: Passport | None = getattr(account, "passport", None)
    known = (passport.abilities if passport else {}).get(operation.value)
    if known is None:
        return Ability("auto")
    return Ability(known.get("mode", "auto"), known.get("why", ""), steps=tuple(known.get("steps") or ()))
