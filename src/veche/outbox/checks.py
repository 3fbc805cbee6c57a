"""System check outbox.E001: no call deadline may outlive its lease, or a second worker would take an act in flight.

Uploads prolong deadline and lease alike (`deliver`, `claim.pass_fence`), so only the remaining limits are compared.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from veche.networks.registry import NETWORKS
from veche.outbox.domain.claim import LEASE
from veche.outbox.domain.deliver import PREPARE_SECONDS
from veche.outbox.domain.resolve import LOOKUP_SECONDS

# The tag that `config.prepare` asks for before web and worker start.
DEADLINES = "deadlines"


@register(DEADLINES)
def leases_outlive_deadlines(**_: Any) -> list[CheckMessage]:
    lease = LEASE.total_seconds()
    found: list[CheckMessage] = [
        Error(
            f"Аренда записи ({lease:.0f} с) короче срока вызова {network.title} ({network.limits.call_seconds:.0f} с).",
            hint="Поднимите LEASE в outbox/domain/claim.py или уменьшите call_seconds сети.",
            id="outbox.E001",
        )
        for network in NETWORKS.values()
        if network.limits.call_seconds >= lease
    ]
    longest = max((network.limits.call_seconds for network in NETWORKS.values()), default=0) + PREPARE_SECONDS
    if max(PREPARE_SECONDS, LOOKUP_SECONDS) >= lease or longest >= settings.TASK_SECONDS:
        found.append(Error("Срок загрузки или проверки длиннее аренды или задачи.", id="outbox.E002"))
    return found
