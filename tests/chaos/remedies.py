"""A person's remedies for a lasting refusal: a new key, the new number of a group."""

from collections.abc import Callable, Mapping

from tests.chaos.faults import MIGRATED, REVOKED
from tests.chaos.true_state import Wall
from tests.waiting import wait_until
from veche.kernel.crypto import Secret

CHECK_SECONDS = 60.0
# The sandbox's kinds of tokens, and our slots for them.
PLACES = {"community": "community", "admin": "admin", "lasting": "admin", "bot": "bot"}


def move_group(wall: Wall) -> None:
    """Turn the channel's discussion group into a supergroup, unknown to us."""
    wall.sandbox.ask("POST", wall.network, "migrate", {"account": int(wall.account.remote_id)})


def write_new_number(wall: Wall) -> None:
    from veche.accounts.domain.register import edit

    [place] = [one for one in wall.shown("accounts") if str(one["channel_id"]) == wall.account.remote_id]
    edit(account=wall.account, by=wall.person, fields={"linked_group_id": str(place["group_id"])})
    wait_until_checked(wall)


def write_new_keys(wall: Wall) -> None:
    """Replace the keys revoked meanwhile."""
    from veche.accounts.domain.keys import replace_key

    calls = wall.sandbox.calls(wall.network)
    for slot in {PLACES[call["token_kind"]] for call in calls if call["fault"] == REVOKED}:
        made = wall.sandbox.ask("POST", wall.network, "tokens/renew", {"token": wall.keys[slot]})["token"]
        replace_key(
            account=wall.account, slot=slot, secret=Secret(made), by=wall.person, owner_name="", expires_at=None
        )
        wall.keys[slot] = made
    wait_until_checked(wall)


def wait_until_checked(wall: Wall) -> None:
    """Wait until the abilities of the keys are known; before that they may count as absent."""
    from veche.accounts.domain.health import is_being_checked

    def is_checked() -> bool:
        wall.account.refresh_from_db()
        return not is_being_checked(wall.account)

    wait_until(is_checked, seconds=CHECK_SECONDS, otherwise=lambda: "the keys were not checked")


MEND: Mapping[str, Callable[[Wall], None]] = {REVOKED: write_new_keys, MIGRATED: write_new_number}
