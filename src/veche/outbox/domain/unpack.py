from pathlib import Path

from django.conf import settings

from veche.networks.payload import act_from_json
from veche.networks.protocol import Act as NetworkAct
from veche.outbox.models import Act


def network_act(act: Act) -> NetworkAct:
    return act_from_json(act.payload, media_root=Path(settings.MEDIA_ROOT))
