"""News for IT of a broken journal and of missing backups: once; after a recovery the next problem is new."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from veche.alarms.domain.acts import DECIDE
from veche.alarms.domain.notify import forget
from veche.alarms.domain.recipients import guarding
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import Matter, News, Notification
from veche.journal.domain.checked import in_trouble, trouble_of, trouble_of_chain
from veche.kernel.clock import now
from veche.kernel.copies import last_copy
from veche.kernel.copies import trouble_of as trouble_of_copies
from veche.staff.models import Administration, Person

_BYPASSED = (
    "Само Вече такого не делает: так бывает, когда базу правят напрямую, возвращают из копии мимо veche restore или "
    "теряют папку данных. Сохраните базу и папку данных как есть и позовите того, кто отвечает за безопасность."
)


def find(moment: datetime) -> Iterator[Notification]:
    """Three queries for all administrations if nothing has changed."""
    cities = list(Administration.objects.order_by("pk"))
    kept = Alarm.objects.unscoped().filter(kind__in=(About.JOURNAL, About.COPIES)).order_by()
    told = set(kept.values_list("administration_id", "kind").distinct())
    broken, copy = in_trouble(cities), last_copy(settings.DATA)
    for city in cities:
        copies = trouble_of_copies(copy, moment=moment, zone=city.time_zone)
        for kind, wrong in ((About.JOURNAL, city.pk in broken), (About.COPIES, bool(copies))):
            if wrong and (city.pk, kind) not in told:
                yield Notification(city.pk, kind, 0, guarding(city, moment))
            elif not wrong and (city.pk, kind) in told:
                forget(city, kind, 0)


def read_journal(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    title = "Журнал" if trouble_of_chain(administration) else "Журнал доказательств"
    lines = (*trouble_of(administration), _BYPASSED)
    matter = Matter(title=title, lines=lines, action="Посмотреть", path=reverse("journal:list"))
    return dict.fromkeys(subjects, matter)


def read_copies(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    lines = (
        trouble_of_copies(last_copy(settings.DATA), moment=now(), zone=administration.time_zone),
        "Всё остальное работает. Что сделать, подскажет на сервере veche doctor.",
    )
    return dict.fromkeys(subjects, Matter(title="Копии данных", lines=lines))


KINDS = (
    News(About.JOURNAL.value, About.JOURNAL.label, read_journal, several=DECIDE, lasts=None),
    News(About.COPIES.value, About.COPIES.label, read_copies, several=DECIDE, lasts=None),
)
