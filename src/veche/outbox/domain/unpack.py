from pathlib import Path

from django.conf import settings

from veche.networks.files import seconds_for
from veche.networks.payload import act_from_json
from veche.networks.protocol import Act as NetworkAct
from veche.networks.registry import NETWORKS
from veche.outbox.models import Act


def network_act(act: Act) -> NetworkAct:
    return act_from_json(act.payload, media_root=Path(settings.MEDIA_ROOT))


def call_seconds(act: Act) -> float:
    """How long the one call of this act may take."""
    limits = NETWORKS[act.account.network].limits
    return limits.call_seconds + (seconds_for(network_act(act)) if limits.carries_files else 0.0)
