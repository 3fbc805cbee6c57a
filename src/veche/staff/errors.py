"""Errors of staff verbs. Each message says what happened, what was kept and what to do."""

from collections.abc import Sequence

from veche.morphology.numerals import counted
from veche.staff.enums import OfficeKind
from veche.staff.models import Department, Office, Person


class StaffError(Exception):
    """`text`: one or two Russian sentences for the person."""

    text = "Не получилось. Ничего не изменилось."

    def __str__(self) -> str:
        return str(self.text)


class EmailTaken(StaffError):
    text = "Такая почта в Вече уже есть. Никого не пригласили: проверьте адрес или найдите человека в списке."


class InviteSpent(StaffError):
    text = "Ссылка уже сработала или ей больше трёх дней. Пароль не изменился: попросите новую ссылку в отделе ИТ."


class SignsInAlready(StaffError):
    text = (
        "По этой почте в Вече уже входят, второй пароль не нужен. Ничего не изменилось: войдите прежним паролем, "
        "приглашение ждёт на странице «Администрации»."
    )


class AlreadyHere(StaffError):
    text = "Человек уже вошёл в Вече, приглашение ему не нужно. Ничего не изменилось."


class AlreadyAppointed(StaffError):
    text = "Эта роль у человека в эти дни уже есть. Ничего не изменилось: выберите другие дни."


class AlreadyAsked(StaffError):
    text = "Эта роль уже ждёт подтверждения. Ничего не изменилось."


class ResetAsked(StaffError):
    text = "Сброс второго шага уже ждёт подтверждения. Ничего не изменилось."


class GrantGone(StaffError):
    text = "Об этом уже решили. Ничего не изменилось: обновите страницу."


class DatesTurned(StaffError):
    text = "Последний день раньше первого. Ничего не изменилось: поправьте даты."


class InThePast(StaffError):
    text = "Эти дни уже прошли. Ничего не изменилось: выберите дни от сегодняшнего."


class NotHere(StaffError):
    text = "Человека с этой администрацией ничто не связывает. Ничего не изменилось: выберите другого."


class CuratorWithoutDepartment(StaffError):
    text = "Куратор отвечает за свой отдел, а отдел не выбран. Ничего не изменилось: выберите его или впишите новый."


class CannotBeLent(StaffError):
    text = "Эту роль передать нельзя: её назначает отдел ИТ. Заместителя не назначили."


class NoOrder(StaffError):
    text = "Главу замещают по распоряжению: впишите его номер и день. Заместителя не назначили."


class HasNoSuchRole(StaffError):
    text = "У того, кого замещают, в эти дни такой роли нет. Заместителя не назначили: выберите другую роль."


class SamePerson(StaffError):
    text = "Человек не замещает сам себя. Заместителя не назначили: выберите другого."


class Oneself(StaffError):
    text = "Себя из Вече не убирают. Ничего не изменилось: попросите коллегу из отдела ИТ."


class OwnSecondFactor(StaffError):
    text = "Свой второй шаг так не сбрасывают. Ничего не изменилось: войдите запасным кодом или попросите коллегу."


class LastKeeper(StaffError):
    text = "Это последний человек отдела ИТ, без него никто не сможет войти. Сначала назначьте другого."


class DepartmentTaken(StaffError):
    """`known`: the department of this name, perhaps archived."""

    def __init__(self, known: Department) -> None:
        super().__init__()
        self.known = known

    def __str__(self) -> str:
        if self.known.archived_at is not None:
            return "Такой отдел уже есть, он в архиве. Верните его оттуда или назовите этот иначе: написанное на месте."
        return "Такой отдел уже есть. Откройте его в списке или назовите этот иначе: написанное на месте."


class DepartmentHasCurators(StaffError):
    def __init__(self, curators: Sequence[Person]) -> None:
        super().__init__()
        self.curators = curators

    def __str__(self) -> str:
        names = ", ".join(str(one) for one in self.curators)
        return f"За отдел ещё отвечают: {names}. Отдел остался: сначала смените им отдел или снимите роль куратора."


class DepartmentHasMatters(StaffError):
    """`number`: of what is open."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def __str__(self) -> str:
        said = counted(self.number, "открытое поручение", "открытых поручения", "открытых поручений")
        return f"У отдела {said}. Отдел остался: выберите, кому всё передать, или сначала отзовите."


class CannotHandOver(StaffError):
    """What is open could not be handed over; the message says why."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def __str__(self) -> str:
        return self.why


class OfficeTaken(StaffError):
    """`known`: the office of this name, perhaps archived."""

    def __init__(self, known: Office) -> None:
        super().__init__()
        self.known = known

    def __str__(self) -> str:
        if self.known.archived_at is not None:
            return "Такая должность уже есть, она в архиве. Верните её оттуда или назовите эту иначе."
        return "Такая должность уже есть. Откройте её в списке или назовите эту иначе: написанное на месте."


class OwnDayTaken(StaffError):
    text = "Этот день в календаре уже изменён. Ничего не изменилось: уберите прежнюю запись и добавьте снова."


class DutyTaken(StaffError):
    text = "Этот человек в эти дни уже дежурит. Ничего не изменилось: выберите другие дни."


class TableChanged(StaffError):
    text = "Пока вы смотрели, люди или отделы изменились. Ничего не записали: посмотрите строки ещё раз."


class OfficeOfHead(StaffError):
    text = "Должность Главы города уже есть, второй не бывает. Ничего не изменилось: поменяйте, кто её занимает."


class HolderLacksRole(StaffError):
    def __init__(self, holder: Person, kind: OfficeKind) -> None:
        super().__init__()
        self.holder, self.kind = holder, kind

    def __str__(self) -> str:
        return f"У сотрудника «{self.holder}» нет роли «{self.kind.label}». Сначала её выдаёт отдел ИТ."
