"""A post of the demo city under which comments are closed for two days, through the verb and the training network."""

from datetime import timedelta

from veche.commenting.domain.close import close
from veche.commenting.enums import Mode
from veche.demo.city import City
from veche.inbox.models import Conversation
from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act

WHY = "Под записью стали публиковать чужие телефоны."


def write(city: City) -> None:
    """The oldest post in VK that nobody has commented on."""
    talked = Conversation.objects.of(city.administration).exclude(act=None).values("act")
    acts = Act.objects.of(city.administration).filter(verb=Verb.PUBLISH, account__network="vk", state__in=OUT)
    act = acts.exclude(remote_id="").exclude(pk__in=talked).select_related("account").order_by("due_at", "pk").first()
    if act is not None:
        until = now() + timedelta(days=2)
        close(
            account=act.account,
            publication=act,
            by=city.officer,
            mode=Mode.CLOSED,
            reason=WHY,
            until=until,
            is_public=True,
        )
