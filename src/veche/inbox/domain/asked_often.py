"""«Что спрашивают жители»: topics of many residents' comments become occasions, each once.

Private messages are not read: their words would stand in the plan.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from veche.inbox.domain.topics import AskedComment, Topic, topics_of, words_of_names
from veche.inbox.enums import MessageState
from veche.inbox.models import AskedSettings, AskedTopic, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.asked_often import Asked, drop_idle, note_asked
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

# The newest comments of these days; a storm brings more.
MOST_READ = 5_000
LEAST_PEOPLE, MOST_PEOPLE = 2, 1_000
LEAST_DAYS, MOST_DAYS = 1, 31
TITLE = "Жители спрашивают: {topic}"
# Taken away, or waiting to be: nothing that the city answers to.
_GONE = (MessageState.DELETING, MessageState.DELETED, MessageState.GONE)


def settings_of(administration: Administration) -> AskedSettings:
    """What the administration has chosen, or the defaults."""
    return AskedSettings.objects.of(administration).first() or AskedSettings(administration=administration)


def set_asked(*, by: Person, is_on: bool, people: int, days: int) -> None:
    """Choose when a topic becomes an occasion. Switched off, no topic is looked for; occasions stay."""
    city, said = by.administration, {"is_on": is_on, "people": people, "days": days}
    with transaction.atomic():
        lock_administration(city)
        before = settings_of(city)
        if all(getattr(before, name) == value for name, value in said.items()):
            return
        AskedSettings.objects.of(city).update_or_create(administration=city, defaults=said)
        record(administration=city, actor=by, verb="asked.changed", obj=city, facts=said)


def find_asked(administration: Administration) -> int:
    """Write what residents ask often as occasions; return the number of topics. The same topic is one occasion.

    A topic that residents no longer ask about ends; its occasion goes too, unless somebody has used it.
    """
    chosen = settings_of(administration)
    if not chosen.is_on:
        return 0
    moment = now()
    since = moment - timedelta(days=chosen.days)
    # Words are analysed before the lock: thousands of comments take a second.
    found = _topics(administration, since, least=chosen.people)
    with transaction.atomic():
        lock_administration(administration)
        known = {one.lemma: one for one in _lasting(administration)}
        for topic in found:
            _keep(administration, topic, known.pop(topic.lemma, None), moment)
        _end([one for one in known.values() if one.asked_at < since], moment)
    return len(found)


def asked_about(administration: Administration, occasions: Collection[int]) -> Mapping[int, Asked]:
    """Topics of these occasions, for the pages of the plan. One query."""
    rows = AskedTopic.objects.of(administration).filter(occasion__in=occasions)
    page = reverse("web:inbox")
    return {
        one.occasion_id: Asked(one.people, f"{page}?show=all&topic={one.pk}")
        for one in rows
        if one.occasion_id is not None
    }


def messages_of_topic(administration: Administration, pk: int) -> QuerySet[AskedTopic, int]:
    """Ids of the comments of a topic."""
    rows = AskedTopic.objects.of(administration).filter(pk=pk, messages__isnull=False)
    ids: QuerySet[AskedTopic, int] = rows.order_by().values_list("messages", flat=True)
    return ids


def topic_named(administration: Administration, pk: int) -> str:
    """The topic in words, "" if there is none."""
    found: str = AskedTopic.objects.of(administration).filter(pk=pk).values_list("title", flat=True).first() or ""
    return found


def _lasting(administration: Administration) -> QuerySet[AskedTopic]:
    rows: QuerySet[AskedTopic] = AskedTopic.objects.of(administration).filter(ended_at=None)
    return rows


def _topics(administration: Administration, since: datetime, *, least: int) -> list[Topic]:
    rows = _said(administration, since)
    names = words_of_names(name for _pk, _person, name, _text in rows)
    said = [AskedComment(pk, person, text) for pk, person, _name, text in rows]
    known = set(_lasting(administration).values_list("lemma", flat=True))
    return topics_of(said, least=least, known=known, names=names)


def _said(administration: Administration, since: datetime) -> list[tuple[int, str, str, str]]:
    """Newest comments of residents that break no rule: id, who, shown name, text."""
    suspect = Q(suspect=True) & ~Q(state=MessageState.KEPT)
    rows = (
        Message.objects.of(administration)
        .filter(~suspect, ours=False, private=False, at__gte=since)
        .exclude(state__in=_GONE)
        .exclude(text="")
        .order_by("-at", "-pk")
        .values_list("pk", "author_name", "author_id", "account__network", "text")[:MOST_READ]
    )
    return [(pk, _person(pk, name, author, network), name, text) for pk, name, author, network, text in rows]


def _person(pk: int, name: str, author: str, network: str) -> str:
    """One shown name is one person, because a resident who writes in four networks has four ids."""
    shown = " ".join(name.split()).casefold()
    return shown or (f"{network}:{author}" if author else f"#{pk}")


def _keep(administration: Administration, topic: Topic, row: AskedTopic | None, moment: datetime) -> None:
    """Write a new topic with its occasion, or the present number and messages of one that goes on."""
    if row is None:
        row = AskedTopic(administration=administration, lemma=topic.lemma, title=topic.title, found_at=moment)
        row.occasion = note_asked(administration, TITLE.format(topic=topic.title))
    row.people, row.asked_at = topic.people, moment
    row.save()
    row.messages.set(topic.messages)


def _end(gone: Sequence[AskedTopic], moment: datetime) -> None:
    if not gone:
        return
    city = gone[0].administration
    titles = {one.occasion_id: TITLE.format(topic=one.title) for one in gone if one.occasion_id is not None}
    dropped = drop_idle(city, titles)
    kept = {one.pk for one in gone if one.occasion_id is not None and one.occasion_id not in dropped}
    rows = AskedTopic.objects.of(city).filter(pk__in={one.pk for one in gone})
    rows.filter(pk__in=kept).update(ended_at=moment)
    rows.exclude(pk__in=kept).delete()
