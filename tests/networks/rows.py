"""What tests of all networks must know of each network and its profile does not say: one row for each.

Further rows stand where a network's rights (`tests/networks/scene.py`) and its calls (`tests/chaos/methods.py`) are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.networks.mastodon.server import MastodonProcess
from tests.networks.mastodon.snac import SnacProcess
from tests.sandbox_process import SandboxProcess
from veche.networks.protocol import Slot


@dataclass(frozen=True, slots=True)
class Row:
    """`account`, `keys`: names in the JSON line of its server. `server`: where the sandbox does not have the network;
    `real`: a real one, which only some machines have.

    `number`: an account as a person writes it. `unissued`: well-formed keys that nobody issued; `unknown_key`: status
    and body of the answer to them. `refused`: how the server is ordered to refuse for good. `waits`: seconds until the
    next try after «too often, seven seconds»; networks that name no time wait as long as we say. `shows_wall`: shows
    what stands on a wall when asked without a number. `tells_own`: sends events of what we did ourselves.
    """

    account: str
    keys: Mapping[Slot, str]
    number: str
    unissued: Mapping[Slot, str]
    unknown_key: tuple[int, Mapping[str, Any]]
    refused: str
    waits: float = 7.0
    shows_wall: bool = False
    tells_own: bool = False
    new_bot: bool = False
    server: Callable[[Path], SandboxProcess] | None = None
    real: Callable[[Path], SandboxProcess] | None = None


ROWS: Final[Mapping[str, Row]] = {
    "vk": Row(
        account="group_id",
        keys={Slot.COMMUNITY: "community_token", Slot.ADMIN: "admin_token"},
        number="1",
        unissued={Slot.ADMIN: "vk1.a." + "k" * 40},
        unknown_key=(200, {"error": {"error_code": 5, "error_msg": "User authorization failed"}}),
        refused="100",
        waits=1.0,
        shows_wall=True,
        tells_own=True,
    ),
    "ok": Row(
        account="group_id",
        keys={Slot.ADMIN: "access_token", Slot.APPLICATION: "application_key", Slot.SECRET: "application_secret"},
        number="54000000000001",
        unissued={
            Slot.ADMIN: "tkn1" + "k" * 40,
            Slot.APPLICATION: "CBAFJIICABABABABA",
            Slot.SECRET: "0123456789abcdef" * 2,
        },
        unknown_key=(200, {"error_code": 103, "error_msg": "PARAM_SESSION_KEY"}),
        refused="100",
        waits=60.0,
    ),
    "telegram": Row(
        account="channel_id",
        keys={Slot.BOT: "token"},
        number="-1001234567890",
        unissued={Slot.BOT: "7100000001:AA" + "k" * 33},
        unknown_key=(200, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
        refused="400",
        tells_own=True,
        new_bot=True,
    ),
    "max": Row(
        account="chat_id",
        keys={Slot.BOT: "token"},
        number="-70801090403050",
        unissued={Slot.BOT: "f9LHodD0" * 5},
        unknown_key=(401, {"code": "verify.token", "message": "Invalid access_token"}),
        refused="success_false:proto.payload",
        shows_wall=True,
        new_bot=True,
    ),
    "mastodon": Row(
        account="account_id",
        keys={Slot.BOT: "token"},
        number="1",
        unissued={Slot.BOT: "Zq3" * 14},
        unknown_key=(401, {"error": "The access token is invalid"}),
        refused="422",
        shows_wall=True,
        server=MastodonProcess,
        real=SnacProcess,
    ),
}
