"""What the account's keys may do, by the network's last answer."""

from veche.accounts.models import Account, Passport
from veche.networks.protocol import Ability, Operation

ABLE = Ability("auto")
CANNOT = "Наш ключ этого в сети не может."
# As a passport keeps it and IT reads it on the account's page; whoever enters no keys reads the second.
REVOKED = "Ключ отозван. Впишите новый, и снова пойдёт само."
REVOKED_FOR_OTHERS = "Ключ отозван. Новый впишет отдел ИТ, тогда снова пойдёт само."

# Of posts to an account whose key was lost, on every page that tells of them.
POSTS_WAIT = "Записи туда ждут нового ключа до своего часа, потом их выпустит человек."


def ability_of(account: Account, operation: Operation, *, unasked: Ability = ABLE) -> Ability:
    """The ability, with reasons worded for people who enter no keys.

    `unasked`: returned where the network was never asked; able by default, because the network's refusal will tell.
    """
    passport: Passport | None = getattr(account, "passport", None)
    known = (passport.abilities if passport else {}).get(operation.value)
    if known is None:
        return unasked
    why = str(known.get("why", ""))
    why = str(REVOKED_FOR_OTHERS) if why == REVOKED else why
    return Ability(known.get("mode", "auto"), why, steps=tuple(known.get("steps") or ()))


def why_by_hand(ability: Ability, then: str = "") -> str:
    """Why a person must perform it (the network's reason, or ours and `then`); "" if a key can."""
    if ability.mode == "auto":
        return ""
    return ability.why or " ".join((str(CANNOT), then or "Сделайте руками и отметьте здесь."))
