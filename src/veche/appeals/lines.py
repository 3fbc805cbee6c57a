"""Appeals made ready for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from veche.appeals.domain.statement import Reasons, reasons_of
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal
from veche.inbox.words import where
from veche.kernel.clock import now
from veche.kit.moments import date_and_hour, spoken
from veche.moderation.enums import Ground
from veche.moderation.lines import wordings_of
from veche.moderation.models import Restriction, Ruling
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import OUT
from veche.staff.access import may
from veche.staff.models import Person

_FACES = {
    AppealState.WAITING: ("hourglass", "warn"),
    AppealState.UPHELD: ("shield-check", ""),
    AppealState.OVERTURNED: ("arrow-back-up", "ok"),
    AppealState.DISMISSED: ("x", ""),
}


# Icons of the grounds on the page of rules.
ICONS: Final[Mapping[Ground, str]] = {
    Ground.ILLEGAL: "scale",
    Ground.THREAT: "alert-triangle",
    Ground.PERSONAL_DATA: "lock",
    Ground.SPAM: "repeat",
    Ground.INSULT: "shield-x",
    Ground.OBSCENE: "ban",
}
_AGAIN: Final[Mapping[Ground, str]] = {
    Ground.INSULT: "Написать заново без обидных слов",
    Ground.OBSCENE: "Написать заново без брани",
    Ground.THREAT: "Написать заново без угроз",
    Ground.PERSONAL_DATA: "Написать заново без чужих данных",
    Ground.SPAM: "Написать заново без рекламы",
}


@dataclass(frozen=True, slots=True)
class AppealRow:
    """A line of the queue. `mine`: the reader took the decision and may not decide. `may_tick`: they may close it."""

    pk: int
    number: int
    about: str
    network: str
    when: str
    icon: str
    tone: str
    word: str
    mine: bool
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One of several appeals that are closed together. `words`: of the comment. `why_left`: of `together`.

    `text`, `words`: "" if the reader may not read them.
    """

    pk: int
    number: int
    about: str
    network: str
    text: str
    words: str
    why_left: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A decision that an appeal without a number may be about. `key`: as the form sends it."""

    key: str
    what: str
    words: str


def row(appeal: Appeal, zone: str, reader: int) -> AppealRow:
    icon, tone, word = face(appeal)
    mine = appeal.is_waiting and appeal.is_against(reader)
    return AppealRow(
        pk=appeal.pk,
        number=appeal.ticket.number,
        about=_about(appeal),
        network=_network(appeal),
        when=spoken(appeal.decided_at or appeal.due_at, zone),
        icon=icon,
        tone=tone,
        word=word,
        mine=mine,
        may_tick=appeal.is_waiting and not mine,
    )


def part(appeal: Appeal, reader: Person, why_left: str) -> Part:
    message = appeal.decision.message if appeal.decision else None
    may_read = message is None or may(reader, "inbox.see", message)
    said = message.text if message else appeal.words
    return Part(
        pk=appeal.pk,
        number=appeal.ticket.number,
        about=_about(appeal),
        network=_network(appeal),
        text=appeal.text if may_read else "",
        words=said if may_read else "",
        why_left=why_left,
    )


def _about(appeal: Appeal) -> str:
    decision = appeal.decision
    about = str(decision.get_ground_display()) if decision else "без номера: найдите решение"
    return f"ограничение: {about.lower()}" if isinstance(decision, Restriction) else about


def face(appeal: Appeal) -> tuple[str, str, str]:
    """Icon, tone and word of its state."""
    if appeal.is_waiting and appeal.due_at < now():
        return "clock-exclamation", "bad", "срок вышел"
    icon, tone = _FACES[AppealState(appeal.state)]
    return icon, tone, str(AppealState(appeal.state).label)


def _network(appeal: Appeal) -> str:
    if appeal.ruling is not None:
        return appeal.ruling.message.account.network
    return appeal.restriction.account.network if appeal.restriction is not None else appeal.network


def reasons(decision: Ruling | Restriction | None) -> Reasons | None:
    return reasons_of(decision) if decision is not None else None


def words_of(decision: Ruling | Restriction) -> str:
    """The words that the decision is about, as the evidence holds them; "" if they were erased."""
    kept = getattr(decision, "evidence", None)
    wordings = wordings_of(kept) if kept is not None else []
    return str(wordings[-1]["text"]) if wordings else ""


def written_again(decision: Ruling | Restriction) -> str:
    """How the author may say the same again; "" where the ground leaves nothing of it."""
    return "" if isinstance(decision, Restriction) or decision.private else _AGAIN.get(Ground(decision.ground), "")


def candidates(found: list[Ruling | Restriction], zone: str) -> list[Candidate]:
    return [_candidate(one, zone) for one in found]


def _candidate(one: Ruling | Restriction, zone: str) -> Candidate:
    said = reasons_of_brief(one, zone)
    return Candidate(f"{one.kind}-{one.pk}", said, one.message.text if one.message else "")


def reasons_of_brief(one: Ruling | Restriction, zone: str) -> str:
    """«Оскорбление: комментарий от 25 ноября, 10:31 под записью «…»»."""
    message = one.message
    when = date_and_hour(message.at, zone) if message else ""
    what = "ограничение за комментарий" if isinstance(one, Restriction) else "комментарий"
    return f"{one.get_ground_display()}: {what} от {when} {where(message) if message else ''}".rstrip()


def outcome(appeal: Appeal) -> str:
    """What the resident reads first about a decided appeal; "" while it waits."""
    words = {
        AppealState.WAITING: "",
        AppealState.UPHELD: "Другой сотрудник посмотрел и оставил решение.",
        AppealState.DISMISSED: "Мы не нашли решения, о котором вы пишете.",
    }
    return words[state] if (state := AppealState(appeal.state)) in words else _overturned(appeal)


def _overturned(appeal: Appeal) -> str:
    if appeal.restriction_id:
        return "Вы правы: ограничение снимаем."
    if appeal.card:
        network = NETWORKS[_network(appeal)].title
        return f"Вы правы: удалили зря. {network} удалённое не возвращает. Напишите ещё раз, этого мы не удалим."
    act = appeal.restoration.act if appeal.restoration else None
    is_back = act is None or act.state in OUT
    return "Вы правы: удалили зря. Вернули на место." if is_back else "Вы правы: удалили зря. Возвращаем на место."
