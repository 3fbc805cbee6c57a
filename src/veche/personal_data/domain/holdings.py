"""Everything that is kept about one person, room by room. Each list has its whole number and at most `MOST` rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Window

from veche.appeals.models import Appeal
from veche.cases.models import CaseMessage
from veche.inbox.models import Message, Note
from veche.moderation.domain.holds import in_force
from veche.moderation.models import (
    AskedRestriction,
    AuthorWarning,
    ErasureRequest,
    Evidence,
    LegalHold,
    Restriction,
    Ruling,
)
from veche.personal_data.domain.subject import Subject
from veche.rumours.models import RumourComment
from veche.staff.models import Administration

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """`why`: why it is kept and until when, a sentence. `number`: how many there are; `rows`: the newest of them."""

    key: str
    title: str
    why: str
    number: int
    rows: Sequence[Any]

    @property
    def is_cut(self) -> bool:
        return self.number > len(self.rows)


@dataclass(frozen=True, slots=True)
class Holdings:
    """`names`: as the network told them, each once."""

    names: Sequence[str]
    parts: Sequence[Part]

    @property
    def holds(self) -> Sequence[Any]:
        return next(part.rows for part in self.parts if part.key == "holds")

    @property
    def number(self) -> int:
        return sum(part.number for part in self.parts)


def holdings_of(city: Administration, subject: Subject) -> Holdings:
    """One query for each part, however much there is."""
    said = _said(city, subject)
    about = {"message__in": said.values("pk")}
    of_author = {"account__network": subject.network, "author_id": subject.author_id}
    rulings = Ruling.objects.of(city).filter(**about)
    restrictions = Restriction.objects.of(city).filter(**of_author)
    names = said.exclude(author_name="").order_by("author_name").values_list("author_name", flat=True).distinct()
    return Holdings(
        names=list(names[:MOST]),
        parts=[
            _part("comments", said.filter(private=False), "erasure"),
            _part("letters", said.filter(private=True), "erasure"),
            _part("notes", Note.objects.of(city).filter(Q(**about) | _talks(said)), "author"),
            _part("rulings", rulings, "person", "message"),
            _part("warnings", AuthorWarning.objects.of(city).filter(**of_author), "by", "account"),
            _part("restrictions", restrictions, "by", "account"),
            _part("asked", AskedRestriction.objects.of(city).filter(**of_author), "by", "account"),
            _part("evidence", _evidence(city, rulings, restrictions), "ruling", "restriction"),
            _part("holds", _holds(city, subject, said)),
            _part("appeals", _appeals(city, rulings, restrictions), "ticket"),
            _part("cases", CaseMessage.objects.of(city).filter(**about), "case"),
            _part("rumours", RumourComment.objects.of(city).filter(**about), "rumour"),
            _part("requests", _requests(city, subject), "by"),
        ],
    )


_TITLES: Final = {
    "comments": ("Комментарии", "Слова, имя и время, как их прислала сеть."),
    "letters": ("Личные сообщения", "Читает только пресс-служба."),
    "notes": ("Заметки сотрудников", "Для коллег, в сеть не уходят."),
    "rulings": ("Решения о словах", "Нужны, пока решение можно обжаловать или проверить."),
    "warnings": ("Предупреждения", "Нужны, чтобы знать, какая ступень следующая."),
    "restrictions": ("Ограничения", "Нужны, пока ограничение действует и пока его можно обжаловать."),
    "asked": ("Предложения ограничить", "Ждут или ждали второго человека."),
    "evidence": ("Доказательства", "Слова из них стирают по сроку хранения или по документу; хеши остаются."),
    "holds": ("Запреты стирать", "Что названо здесь, стирать нельзя, пока запрет не снят или не вышел его срок."),
    "appeals": ("Жалобы", "С контактом, если человек его оставил."),
    "cases": ("Дела", "Вопрос, из-за которого открыто дело; отделу автор не назван."),
    "rumours": ("Слухи", "Комментарий отнесён к слуху."),
    "requests": ("Просьбы стереть", "Чтобы доказать, что просьбу исполнили, и не вынести эти слова для обучения."),
}


def _said(city: Administration, subject: Subject) -> "QuerySet[Message]":
    rows: QuerySet[Message] = Message.objects.of(city).filter(
        account__network=subject.network, author_id=subject.author_id, ours=False
    )
    return rows


def _talks(said: "QuerySet[Message]") -> Q:
    """Notes about a whole private talk of theirs."""
    return Q(message=None, conversation__in=said.filter(private=True).values("conversation"))


def _evidence(
    city: Administration, rulings: "QuerySet[Ruling]", restrictions: "QuerySet[Restriction]"
) -> "QuerySet[Evidence]":
    rows: QuerySet[Evidence] = Evidence.objects.of(city)
    return rows.filter(Q(ruling__in=rulings.values("pk")) | Q(restriction__in=restrictions.values("pk")))


def _holds(city: Administration, subject: Subject, said: "QuerySet[Message]") -> "QuerySet[LegalHold]":
    of_author = Q(account__network=subject.network, author_id=subject.author_id)
    return in_force(city).filter(of_author | Q(message__in=said.values("pk")))


def _appeals(
    city: Administration, rulings: "QuerySet[Ruling]", restrictions: "QuerySet[Restriction]"
) -> "QuerySet[Appeal]":
    rows: QuerySet[Appeal] = Appeal.objects.of(city)
    return rows.filter(Q(ruling__in=rulings.values("pk")) | Q(restriction__in=restrictions.values("pk")))


def _requests(city: Administration, subject: Subject) -> "QuerySet[ErasureRequest]":
    rows: QuerySet[ErasureRequest] = ErasureRequest.objects.of(city)
    return rows.filter(network=subject.network, author_id=subject.author_id)


def _part(key: str, rows: "QuerySet[Any]", *related: str) -> Part:
    title, why = _TITLES[key]
    if related:
        rows = rows.select_related(*related)
    # Counted in the same query, before LIMIT.
    newest = list(rows.annotate(whole=Window(Count("pk"))).order_by("-pk")[:MOST])
    return Part(key, title, why, newest[0].whole if newest else 0, newest)
