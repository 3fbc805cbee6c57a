"""Whether a deleted comment can come back: what the key's passport says, else what the network is known for."""

from veche.accounts.models import Account
from veche.networks.protocol import Operation
from veche.networks.registry import NETWORKS


def why_not_restorable(account: Account) -> str:
    """One Russian sentence; "" if a deleted comment can be restored."""
    passport = getattr(account, "passport", None)
    ability = passport.abilities.get(Operation.RESTORE_COMMENT.value, {}) if passport else {}
    if Operation.RESTORE_COMMENT in NETWORKS[account.network].unsupported or ability.get("mode") == "absent":
        return str(ability.get("why") or f"{account.get_network_display()} удалённый комментарий не возвращает.")
    return ""
