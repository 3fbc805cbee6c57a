"""One decision as a document for reading."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from veche.documents.sheet import Part, Sheet
from veche.kernel.clock import local
from veche.moderation.domain.evidence_integrity import entries_of, message_of
from veche.moderation.domain.norms import CLAUSE
from veche.moderation.domain.packet_facts import talk_facts
from veche.moderation.models import Evidence
from veche.networks.registry import NETWORKS

type Rows = list[tuple[str, str]]
# Comments on each side of the deleted one.
TALK = 10
_TITLES = {"ruling": "Решение № {} об удалении", "restriction": "Решение № {} об ограничении автора"}


def sheet_of(facts: Mapping[str, Any], evidence: Evidence) -> Sheet:
    """`facts`: what reshenie.json of the same copy says."""
    zone = evidence.administration.time_zone
    lead = [f"{evidence.administration.name}. {_handed(facts['handed_over'], zone)}"]
    lead += [facts["warning"]] if "warning" in facts else []
    if facts["differs_from_journal"]:
        lead.append(f"С журналом не сходится: {', '.join(facts['differs_from_journal'])}.")
    parts = [Part("Что решено", _decided(facts, zone))]
    if facts["is_evidence"]:
        parts.append(Part("Что было написано", _written(facts, evidence, zone)))
        parts.append(Part("Разговор вокруг", _talked(evidence, zone)))
    parts.append(Part("Что ответила сеть и что было потом", _happened(facts, zone)))
    if facts["is_evidence"]:
        parts.append(Part("Записи журнала: в хеш каждой входит хеш прошлой", _kept(evidence, zone)))
    parts.append(Part("Отпечаток", [("Отпечаток решения", facts["digest"]), ("Как проверить", _how(facts))]))
    return Sheet(_TITLES[evidence.kind].format(evidence.of.pk), lead, parts)


def moment(value: str | datetime | None, zone: str) -> str:
    """«25.11.2026 10:58:37 (UTC+07:00)»; "" for none."""
    if not value:
        return ""
    there = local(datetime.fromisoformat(value) if isinstance(value, str) else value, zone)
    offset = f"{there:%z}"
    return f"{there:%d.%m.%Y %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"


def _handed(handed: Mapping[str, Any], zone: str) -> str:
    by = f" по запросу {handed['request']}" if handed["request"] else ""
    return f"Выгружено {moment(handed['at'], zone)}, {handed['by']}. Кому: {handed['to']}{by}."


def _decided(facts: Mapping[str, Any], zone: str) -> Rows:
    person, ground, term = facts["decided_by"], facts["ground"], facts["restriction"]
    rows = [
        ("Что сделано", facts["done"]),
        ("Основание", ground["words"]),
        ("Норма", ground["norm"] or CLAUSE),
        ("Где", f"{NETWORKS[facts['network']].title}, {facts['account']}"),
        ("Кто решил", ", ".join([person.get("name", ""), *person.get("roles", [])])),
        ("Когда", moment(facts["decided_at"], zone)),
        ("Что предлагала программа", _program(facts)),
    ]
    if term:
        rows.append(("До какого времени", moment(term["until"], zone) or "до пересмотра"))
        rows.append(("Снято", moment(term["released_at"], zone) or "нет"))
    if facts["undone_at"]:
        rows.append(("Отменено до отправки", moment(facts["undone_at"], zone)))
    return rows


def _program(facts: Mapping[str, Any]) -> str:
    found = facts["program"]
    if not found:
        return "не проверяла"
    if not found["ground"]:
        return "ничего не нашла"
    sure = float(found["scores"].get(found["ground"], 0))
    same = "то же основание" if found["ground"] == facts["ground"]["code"] else "другое основание"
    return f"{same}, уверенность {sure:.2f}".replace(".", ",")


def _written(facts: Mapping[str, Any], evidence: Evidence, zone: str) -> Rows:
    author, post = facts["author"], facts["post"]
    rows = [
        ("Автор", f"{author['name'] or 'без имени'}, номер в сети {author['id'] or 'неизвестен'}"),
        ("Запись", "\n".join(part for part in (post["title"], post["url"], post["text"]) if part)),
        ("Комментарий", f"№ {facts['comment_id']}, получен {moment(facts['received_at'], zone)}"),
        *_wordings(evidence, zone),
    ]
    rows += [("Снимок", f"SHA-256 {one.get('sha256') or 'не получен'}") for one in evidence.pictures]
    rows += [("Нет снимка", f"№ {one['place']}: {one['why']}") for one in facts["missing_pictures"]]
    return rows


def _wordings(evidence: Evidence, zone: str) -> Iterator[tuple[str, str]]:
    for place, wording in enumerate(evidence.wordings, start=1):
        at = moment(wording.get("received_at"), zone)
        yield f"Редакция {place}", f"{wording.get('text') or 'без слов'}\n(получена {at})"


def _talked(evidence: Evidence, zone: str) -> Rows:
    """Some comments on each side. The whole talk is in the ZIP."""
    message = message_of(evidence)
    rows = [
        (moment(line["at"], zone), f"{line['author']['name']}: {line['text'] or 'без слов'}")
        for line in talk_facts(message, TALK)
    ]
    return [*rows, ("Целиком", "В ZIP этого решения, файл razgovor.json.")]


def _happened(facts: Mapping[str, Any], zone: str) -> Rows:
    rows = []
    for event in facts["history"]:
        said = ". ".join(part for part in (event["words"], event["detail"], event["who"]) if part)
        rows.append((moment(event["at"], zone), said))
    if not facts["answer_of_network"]:
        rows.append(("Сеть", "В сеть ничего не уходило: удалить там это некому. Закрыто в Вече."))
    return rows


def _kept(evidence: Evidence, zone: str) -> Rows:
    return [
        (f"№ {entry.number}", f"{moment(entry.at, zone)}, {entry.sentence}\n{entry.hash}\nпрошлая: {entry.previous}")
        for entry in entries_of(evidence.of)
    ]


def _how(facts: Mapping[str, Any]) -> str:
    if facts["is_evidence"]:
        return "В ZIP этого решения: sha256sum -c manifest.sha256, затем python3 proverit.py. Вече для этого не нужно."
    return "Проверяют полный вид: ZIP решения со словами, снимками и записями журнала."
