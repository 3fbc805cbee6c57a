"""A false page and a rumour of the demo city: one complained of, one that waits for its refutation."""

from datetime import timedelta

from veche.demo.city import City
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.rumours.domain.answer import complain
from veche.rumours.domain.register import enter, link_comment
from veche.rumours.domain.texts import complaint_about

WATER = "Воду отключат на месяц"
SAYS = "По домам ходят объявления: воду отключат на месяц, запасайтесь. Подпись неразборчива."
FAKE = "https://vk.com/gorod_official_help"


def write(city: City) -> None:
    moment = now()
    rumour = enter(
        administration=city.administration,
        by=city.officer,
        kind="rumour",
        title=WATER,
        words=SAYS,
        seen_at=moment - timedelta(hours=3),
        noticed_by="Дежурный по городу",
    )
    page = enter(
        administration=city.administration,
        by=city.officer,
        kind="page",
        title="Город. Помощь от администрации",
        words="Просят перевести деньги «на ремонт труб».",
        url=FAKE,
        network="vk",
        seen_at=moment - timedelta(days=1),
        noticed_by="Житель по телефону",
    )
    complain(rumour=page, by=city.officer, to="Поддержка ВКонтакте", text=complaint_about(page))
    comments = Message.objects.of(city.administration).filter(private=False, ours=False, text__icontains=" воды")
    for message in comments.order_by("pk")[:2]:
        link_comment(rumour=rumour, message=message, by=city.officer)
