"""The columns of the matrix: every fault of a network's call, as ordered from the sandbox.

A6 of the networks' reference. Faults of a call affect the acting call; faults of the webhook affect its events. Between
an upload and the call a key is revoked, and a group gets another number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.clocks import CALL_SECONDS
from tests.chaos.methods import METHODS, READS, UPLOADS
from tests.networks.rows import ROWS
from veche.networks.registry import NETWORKS

EVERYWHERE = frozenset(METHODS)
# Networks that call us.
TELLING = frozenset(slug for slug in METHODS if NETWORKS[slug].reading.has_webhooks)
LATE, SOON = CALL_SECONDS + 0.5, CALL_SECONDS / 2
WEBHOOK = "webhook"
# More events than one round of the matrix causes.
ALL_EVENTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind`: the sandbox's name, "" if no fault of a call is ordered; `codes`: codes by network.

    `operations`: the only ones that can have it; empty: all. `called`: during webhook calls. `method`: affected instead
    of the operation's own. `stage`: the affected calls of an operation.
    """

    name: str
    kind: str
    seconds: float = 0.0
    times: int = 1
    networks: frozenset[str] = EVERYWHERE
    codes: Mapping[str, str] = field(default_factory=dict)
    operations: frozenset[str] = frozenset()
    called: bool = False
    method: str = ""
    stage: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: METHODS)

    def order(self, network: str) -> dict[str, Any]:
        code = self.codes.get(network, "")
        return {"fault": self.kind, "times": self.times, "seconds": self.seconds, "code": code}

    def strikes(self, network: str, operation: str) -> bool:
        possible = not self.operations or operation in self.operations
        return network in self.networks and possible and operation in self.stage[network]

    def struck(self, network: str, operation: str) -> str:
        """The method that gets the fault."""
        return self.method or self.stage[network][operation]

    def written(self, network: str) -> str:
        """Its name in the sandbox's list of calls."""
        return f"error:{self.codes[network]}" if self.kind == "error" else self.kind


def _plain(kind: str, seconds: float = 0.0) -> Fault:
    return Fault(kind, kind, seconds)


def _refusal(name: str, codes: Mapping[str, str], **more: Any) -> Fault:
    return Fault(name, "error", networks=frozenset(codes), codes=codes, **more)


def _of_uploads(kind: str, seconds: float = 0.0) -> Fault:
    return Fault(f"upload_{kind}", kind, seconds, stage=UPLOADS)


def _of_events(kind: str, seconds: float = 0.0) -> Fault:
    return Fault(kind, kind, seconds, ALL_EVENTS, TELLING, called=True, method=WEBHOOK)


REVOKED, MIGRATED, PARTIAL = "token_revoked", "migrated", "partial"
IN_THE_GROUP = frozenset({"reply", "delete_comment", "restrict_author", "release_author"})
# A limited run takes the first ones.
FAULTS = (
    _plain("lost_after_apply"),
    _plain("dropped"),
    _plain("bad_gateway"),
    _plain("truncated"),
    _plain("applied_late", LATE),
    _plain("refused_before_apply"),
    _plain("rate_limited", 1.0),
    Fault("rate_limited_unhinted", "rate_limited_unhinted", networks=frozenset({"telegram", "max"})),
    _plain("slow", LATE),
    _refusal("refused", {slug: row.refused for slug, row in ROWS.items()}),
    _refusal("captcha", {"vk": "14"}),
    _refusal("validation", {"vk": "17"}),
    _refusal(
        "not_ready",
        {"max": "attachment.not.ready"},
        times=3,
        operations=frozenset({"publish_photos", "publish_video", "set_avatar"}),
    ),
    Fault(PARTIAL, PARTIAL, networks=frozenset({"vk"}), operations=frozenset({"publish_photos", "publish_video"})),
    _plain(REVOKED),
    Fault(MIGRATED, "", networks=frozenset({"telegram"}), operations=IN_THE_GROUP),
    _of_events("delivered_twice"),
    _of_events("out_of_order", SOON),
    _of_events("wrong_secret"),
    Fault("told_before_answered", "slow", SOON, networks=TELLING, called=True),
    _of_uploads("refused_before_apply"),
    _of_uploads("rate_limited", 1.0),
    _of_uploads("bad_gateway"),
    _of_uploads("lost_after_apply"),
    Fault("read_bad_gateway", "bad_gateway", stage=READS),
    Fault("read_lost", "dropped", stage=READS),
)
