"""Forms of plan items and occasions. A refused form keeps all that was typed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms

from veche.accounts.models import Account
from veche.kernel import clock
from veche.kernel.clock import at, local
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import NameField, WholeField, day_field, hour_field
from veche.kit.forms import HourForm, OnceForm
from veche.kit.ids import id_from
from veche.plan.domain.items import DESCRIBED, USUAL_HOUR
from veche.plan.domain.queries import occasions_to_choose, open_accounts
from veche.plan.enums import Format, OccasionKind, PostCategory
from veche.plan.errors import PlanError
from veche.plan.models import Occasion, PlanItem
from veche.staff.domain.departments import departments_to_choose
from veche.staff.domain.offices import offices_to_choose
from veche.staff.forms import DepartmentField, OfficeField
from veche.staff.models import Administration, Department

NO_ACCOUNT = "Не выбрано, куда выйдет запись. Отметьте хотя бы одну сеть, остальное на месте."
FOREIGN_ACCOUNT = "Этот аккаунт закрыт или чужой. Выберите другой, остальное на месте."
NO_TITLE = {
    "required": "Напишите, о чём запись, хотя бы двумя словами. Остальное на месте.",
    "max_length": "Название длиннее 200 знаков. Сократите его, остальное на месте.",
}
LONG_REASON = {"max_length": "Причина длиннее 300 знаков. Ничего не изменили: сократите её и нажмите ещё раз."}
LONG_NOTE = {"max_length": "Заметка длиннее 2000 знаков. Она осталась в окне: сократите её."}


# News come from the site alone.
WRITTEN_KINDS = [(kind.value, kind.label) for kind in OccasionKind if kind != OccasionKind.NEWS]
_SHOWN_OF_OCCASION = ("title", "kind", "place", "office", "note", "asks_material")


class AccountsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # no such argument at run time
    """«Куда». The form sets the accounts: `queryset`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more: Any) -> None:
        sentences = {"required": NO_ACCOUNT, "invalid_choice": FOREIGN_ACCOUNT, "invalid_pk_value": FOREIGN_ACCOUNT}
        super().__init__(Account.objects.none(), label="Куда", error_messages=sentences, **more)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:  # SQLite: a number of twenty digits
            raise forms.ValidationError(FOREIGN_ACCOUNT, code="invalid_choice") from None


class ItemForm(OnceForm, HourForm):
    """A plan item; all open accounts are ticked at first."""

    title = NameField(
        label="О чём",
        max_length=200,
        help_text="Так запись назовут в плане. В сети это не уйдёт.",
        error_messages=NO_TITLE,
    )
    accounts = AccountsField()
    format = forms.ChoiceField(label="Формат", choices=Format.choices)
    category = forms.ChoiceField(label="Рубрика", choices=PostCategory.choices, help_text="В норму идут первые две.")
    occasion = forms.ModelChoiceField(
        label="Повод", queryset=Occasion.objects.none(), required=False, empty_label="без повода"
    )

    field_order = ("title", "day", "time", "accounts", "format", "category", "occasion")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, zone=administration.time_zone, **kwargs)
        accounts = open_accounts(administration)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["accounts"].initial = [account.pk for account in accounts]
        chosen = (kwargs.get("initial") or {}).get("occasion")
        self.fields["occasion"].queryset = occasions_to_choose(administration, getattr(chosen, "pk", chosen))  # type: ignore[attr-defined]


class PlanForm(ItemForm):
    """«Пункт плана»: with a department and a note for the writer."""

    department = DepartmentField()
    speaker = NameField(
        label="Кто говорит",
        required=False,
        max_length=200,
        help_text="Чьи слова будут в записи, если известно.",
        error_messages={"max_length": "Имя и должность длиннее 200 знаков. Сократите их, остальное на месте."},
    )
    note = WholeField(
        label="Заметка",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Что спросить, у кого взять цифры и фото.",
        error_messages=LONG_NOTE,
    )

    def __init__(
        self, *args: Any, administration: Administration, department: Department | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, administration=administration, **kwargs)
        self.fields["department"].queryset = departments_to_choose(administration, department)  # type: ignore[attr-defined]


class DetailsForm(ConflictAwareForm, PlanForm):
    """«Изменить»: all but hour and networks. `locked`: the format was approved and cannot change."""

    def __init__(self, *args: Any, item: PlanItem, locked: bool, **kwargs: Any) -> None:
        said = {name: getattr(item, name) for name in DESCRIBED}
        super().__init__(*args, administration=item.administration, department=item.department, initial=said, **kwargs)
        for name in ("day", "time", "accounts", "once"):
            del self.fields[name]
        if locked:
            self.fields["format"].disabled = True
            self.fields["format"].help_text = "Формат согласуют вместе с текстом, поэтому он не меняется."
        told = Occasion.objects.of(item.administration_id).filter(pk=item.occasion_id or 0)
        occasions = occasions_to_choose(item.administration) | told
        self.fields["occasion"].queryset = occasions  # type: ignore[attr-defined]


class OccasionForm(ConflictAwareForm, OnceForm):
    """«Записать повод», also to change one. Without a day it is listed under the week."""

    title = NameField(
        label="О чём",
        max_length=200,
        error_messages={
            "required": "Напишите, что случится, хотя бы двумя словами. Остальное на месте.",
            "max_length": NO_TITLE["max_length"],
        },
    )
    kind = forms.ChoiceField(label="Какой повод", choices=WRITTEN_KINDS, initial=OccasionKind.DEPARTMENT)
    day = day_field(required=False, help_text="Пусто: повод подождёт под планом недели.")
    time = hour_field(required=False, help_text="Пусто: известен только день.")
    place = NameField(
        label="Где",
        required=False,
        max_length=200,
        error_messages={"max_length": "Место длиннее 200 знаков. Сократите его, остальное на месте."},
    )
    department = DepartmentField()
    office = OfficeField("Чьё событие", empty_label="ничьё", help_text="Глава или заместитель, если повод о них.")
    asks_material = forms.BooleanField(label="После события попросить у отдела фото, цитаты и имена", required=False)
    note = WholeField(
        label="Заметка",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=LONG_NOTE,
    )

    def __init__(
        self,
        *args: Any,
        administration: Administration,
        department: Department | None = None,
        curator: bool = False,
        occasion: Occasion | None = None,
        **kwargs: Any,
    ) -> None:
        """`occasion`: the one being changed; its own day may be past. `curator`: writes for a department."""
        super().__init__(*args, **kwargs)
        self.zone = administration.time_zone
        self.was: date | None = None
        if occasion is not None:
            there = local(occasion.starts_at, self.zone) if occasion.starts_at else None
            self.was = there.date() if there else None
            said = {name: getattr(occasion, name) for name in _SHOWN_OF_OCCASION}
            self.initial.update(said, day=self.was, time=there.time() if there and occasion.has_hour else None)
            department = occasion.department
            if occasion.kind == OccasionKind.NEWS:
                self.fields["kind"].choices = [(OccasionKind.NEWS.value, OccasionKind.NEWS.label)]  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments_to_choose(administration, department)  # type: ignore[attr-defined]
        self.fields["department"].initial = department
        office = occasion.office if occasion else None
        self.fields["office"].queryset = offices_to_choose(administration, office)  # type: ignore[attr-defined]
        if curator or (occasion is not None and (occasion.calendar_id or occasion.material_asked_at)):
            # The press service asks, a calendar asks by its own settings, and nobody is asked twice.
            del self.fields["asks_material"]
        if curator:
            self.fields["department"].empty_label = None if department else "выберите"  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        """Refuse a past day, where nobody would find the occasion."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < clock.today(self.zone) and day != self.was:
            raise forms.ValidationError("Этот день прошёл. Выберите другой или оставьте пустым, остальное на месте.")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a time without a day, and material that nobody could be asked for."""
        cleaned = super().clean()
        if cleaned.get("asks_material"):
            self._refuse_asking(cleaned)
        if cleaned.get("time") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Время есть, а дня нет. Выберите день или сотрите время, остальное на месте.")
        return cleaned

    def _refuse_asking(self, cleaned: Mapping[str, Any]) -> None:
        if not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Чтобы попросить материал после события, нужен его день. Остальное на месте.")
        if not cleaned.get("department") and "department" not in self.errors:
            self.add_error("department", "Выберите отдел, у которого просить материал. Остальное на месте.")

    @property
    def when(self) -> dict[str, Any]:
        """Model fields given by day and time."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["time"]
        return {
            "starts_at": at(day, hour or time.min, self.zone) if day else None,
            "has_hour": hour is not None or day is None,
        }


def suggested(administration: Administration, *, day: str, occasion: str) -> dict[str, object]:
    """Initial values from the query string (`?day=2026-11-27&occasion=5`), else tomorrow at noon; invalid ones are
    ignored."""
    zone = administration.time_zone
    found = Occasion.objects.of(administration).select_related("calendar")
    about = found.filter(pk=id_from(occasion) or 0).first()
    given = clock.named_day(day) or (local(about.starts_at, zone).date() if about and about.starts_at else None)
    tomorrow = clock.today(zone) + clock.DAY
    start = {"day": given or tomorrow, "time": USUAL_HOUR}
    return start | (_start_of(about) if about else {})


def _start_of(about: Occasion) -> dict[str, object]:
    """What an item of the occasion begins with: its own, else what its calendar gives."""
    calendar = about.calendar
    department = about.department_id or (calendar and calendar.item_department_id)
    start: dict[str, object] = {"occasion": about.pk, "title": about.title, "department": department}
    return start | ({"category": calendar.item_category} if calendar and calendar.item_category else {})


def hour_to_offer(item: PlanItem) -> dict[str, object]:
    """The item's hour; for a dropped item whose hour is past the same time tomorrow."""
    zone = item.administration.time_zone
    there = local(item.publish_at, zone)
    over = item.cancelled_at is not None and item.publish_at < clock.now()
    return {"day": clock.today(zone) + clock.DAY if over else there.date(), "time": there.time()}


class ReasonForm(forms.Form):
    """Why an agreed item is moved or taken out of the plan; it may be said later."""

    reason = WholeField(
        label="Почему переносите или снимаете",
        required=False,
        max_length=300,
        error_messages=LONG_REASON,
        help_text="Запись согласована: причина останется в «Плане и факте».",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set other ids, because the page of a publication has a second form with a reason."""
        kwargs.setdefault("auto_id", "why_%s")
        super().__init__(*args, **kwargs)

    @property
    def sentence(self) -> str:
        """Why it is refused; "" if it is not."""
        return next((str(error) for error in self.errors.get("reason", ())), "")


def reason_of(said: Mapping[str, Any]) -> str:
    """The reason that was typed. Raises `PlanError` if it is too long."""
    form = ReasonForm(said)
    if not form.is_valid():
        raise PlanError(form.sentence)
    return str(form.cleaned_data["reason"])
