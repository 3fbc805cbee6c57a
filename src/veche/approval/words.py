"""How a signature was given, for the printed sheet, and what becomes of a version that is asked about."""

from veche.approval.models import Decision, Step
from veche.staff.enums import Role


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


def being_rewritten(*, own_words: bool, is_asked: bool) -> str:
    """What a reader of the sheet is told while the press writes a newer version. `own_words`: with the reader's."""
    if own_words and is_asked:
        return "Ваши слова взяли: пресс-служба готовит новую версию. Если изменилась ваша часть, вас спросят снова."
    if own_words:
        return "Ваши слова взяли: пресс-служба готовит новую версию. Пока её не прислали, спрашивают об этой."
    if is_asked:
        return "Пресс-служба правит текст: готовит новую версию. Если изменится ваша часть, вас спросят снова."
    return "Пресс-служба правит текст: готовит новую версию. Пока её не прислали, спрашивают об этой."
