"""How a signature was given, for the printed sheet, and what becomes of a version that is asked about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from veche.approval.models import Decision, Step
from veche.kernel.clock import now
from veche.kit.moments import lasts
from veche.staff.enums import Role
from veche.staff.models import Person


def how_given(step: Step, decision: Decision) -> str:
    """One sentence without a full stop: in person, by silence, kept from an earlier version, or alone."""
    if decision.is_silence:
        return "молчание до срока, по маршруту это согласие"
    said = in_whose_place(step, decision) or "лично"
    if decision.carried_from is not None:
        earlier = decision.carried_from.step.sheet.version.number
        return f"{said}, к версии {earlier}: эта часть с тех пор не менялась"
    if decision.alone:
        return f"{said}, свой текст: в пресс-службе был один человек"
    return f"{said}, после выхода" if step.later else said


def in_whose_place(step: Step, decision: Decision) -> str:
    """«и. о. Главы, за отсутствующего: Елена Белова»; "" if the person decided in their own right."""
    if decision.acting_for is None:
        return ""
    acting = "и. о. Главы, " if step.role == Role.HEAD else ""
    return f"{acting}за отсутствующего: {decision.acting_for}"


@dataclass(frozen=True, slots=True)
class Silence:
    """`at`: when no answer is a yes. `left`: until then. `gone`: percent of the term that are over.

    `is_later`: than the deadline, because the reminder came late.
    """

    at: datetime
    left: str
    gone: int
    is_later: bool


def silence_of(step: Step, at: datetime) -> Silence | None:
    """`at`: when no answer is a yes. None if that is over or the step is not asked yet."""
    left = at - now()
    if step.asked_at is None or left < timedelta():
        return None
    gone = 100 - round(100 * (left / (at - step.asked_at)))
    return Silence(at=at, left=lasts(left), gone=gone, is_later=at > step.due_at)


def since_your_yes(reader: Person, said: Decision | None, *, changed: bool) -> str:
    """What whoever decides a step is told of the earlier yes of its people. `changed`: something differs since."""
    if said is None:
        return ""
    number = said.step.sheet.version.number
    who = "Вы согласились" if said.person_id == reader.pk else f"{said.step.title}: согласие есть"
    rest = "Ниже то, что изменилось с тех пор." if changed else "С тех пор ничего не изменилось, но прислали заново."
    return f"{who} с версией {number}. {rest}"


def being_rewritten(*, own_words: bool, is_asked: bool) -> str:
    """What a reader of the sheet is told while the press writes a newer version. `own_words`: with the reader's."""
    if own_words and is_asked:
        return "Ваши слова взяли: пресс-служба готовит новую версию. Если изменилась ваша часть, вас спросят снова."
    if own_words:
        return "Ваши слова взяли: пресс-служба готовит новую версию. Пока её не прислали, спрашивают об этой."
    if is_asked:
        return "Пресс-служба правит текст: готовит новую версию. Если изменится ваша часть, вас спросят снова."
    return "Пресс-служба правит текст: готовит новую версию. Пока её не прислали, спрашивают об этой."
