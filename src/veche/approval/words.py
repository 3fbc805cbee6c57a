"""How a signature was given, in words for the printed sheet."""

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
