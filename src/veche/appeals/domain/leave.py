"""Who leaves an appeal about no known decision to a colleague: whoever decided around its hour in the same network.

The appeal may be against that decision, and only a dismissal shows the resident no decision that others can check.
"""

from typing import Final

from veche.appeals.domain.near import near_own
from veche.appeals.models import Appeal
from veche.staff.domain.roles import people_today
from veche.staff.enums import PRESS
from veche.staff.models import Person

TO_OTHERS: Final = (
    "Около этого часа в той же сети удаляли или ограничивали и вы. Закроет жалобу тот сотрудник пресс-службы, кто "
    "этого не делал."
)
NEEDS_ANOTHER: Final = (
    "Около этого часа в той же сети удаляли или ограничивали вы, а других сотрудников пресс-службы сегодня нет. Нужен "
    "ещё один: его или замещающего назначает отдел ИТ."
)


def why_left_to_others(appeal: Appeal, by: Person) -> str:
    """Why this person does not dismiss it; "" for whoever decided nothing near, and where all colleagues did too."""
    if not near_own([appeal], by):
        return ""
    others = [one for one in people_today(sorted(PRESS), by.administration) if one.pk != by.pk]
    if not others:
        return NEEDS_ANOTHER
    return "" if all(near_own([appeal], one) for one in others) else TO_OTHERS
