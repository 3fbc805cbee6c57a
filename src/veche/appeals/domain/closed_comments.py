"""Where comments are closed now, as far as the press service shows it to residents."""

from veche.commenting.domain.closures import in_force
from veche.commenting.models import Closure
from veche.outbox.domain.states import OUT
from veche.staff.models import Administration


def told_to_residents(administration: Administration) -> list[Closure]:
    """What the network has carried out; oldest first."""
    return list(in_force(administration).filter(is_public=True, act__state__in=OUT).order_by("at", "pk"))
