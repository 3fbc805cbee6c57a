"""Forms of requests. A refused form keeps all that was typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from veche.kernel.clock import at
from veche.kit.fields import ACCEPTED, DayField, ManyFiles, NameField, WholeField, day_field
from veche.kit.forms import OnceForm, replace_typed
from veche.kit.moments import spoken
from veche.media.domain.state_rights import OF_SENDER
from veche.media.enums import Children
from veche.requests.domain.deadlines import is_working, last_working_moment, presets
from veche.requests.domain.duty import curators_by_department, press_people
from veche.requests.domain.thread import refuse_deadline
from veche.requests.errors import RequestError
from veche.requests.kinds import RequestKind, kinds
from veche.requests.models import Request
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration, Department, Person

NO_TEXT = {"required": "Напишите, что нужно: отдел увидит только эти слова. Остальное на месте."}
LONG = {"max_length": "Длиннее 4000 знаков. Текст остался в окне: сократите его."}


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a request goes, as the verbs take it."""

    department: Department | None = None
    person: Person | None = None
    to_press: bool = False

    def as_arguments(self) -> dict[str, Any]:
        return {"department": self.department, "person": self.person, "to_press": self.to_press}


class Addressee(forms.ChoiceField):
    """«Кому»: a department or one of its curators, as `d7` or `p12`; for the Head also `press` and `s12` of its people.

    The form sets the administration.
    """

    def __init__(self) -> None:
        sentences = {
            "required": "Не выбрано, кому поручить. Остальное на месте.",
            "invalid_choice": "Этого отдела или человека в списке уже нет. Выберите другого, остальное на месте.",
        }
        super().__init__(label="Кому", error_messages=sentences)
        self._found: dict[str, Recipient] = {}

    def of(self, administration: Administration, *, press: bool = False) -> None:
        """Three queries, seven with the press service. The hint names departments without a curator today."""
        departments = list(departments_to_choose(administration))
        people = curators_by_department(administration, departments)
        choices = [self._press(administration)] if press else []
        for department in departments:
            if not people[department.pk]:
                continue
            self._found[f"d{department.pk}"] = Recipient(department)
            for person in people[department.pk]:
                self._found[f"p{person.pk}"] = Recipient(department, person)
            one = [(f"p{person.pk}", str(person)) for person in people[department.pk]]
            choices.append((department.name, [(f"d{department.pk}", f"{department.name}: кто свободен"), *one]))
        self.choices = [("", "выберите"), *choices]
        absent = [department.name for department in departments if not people[department.pk]]
        self.help_text = f"Не отвечают сегодня: {', '.join(absent)}." if absent else ""

    def _press(self, administration: Administration) -> tuple[str, list[tuple[str, str]]]:
        people = press_people(administration)
        self._found["press"] = Recipient(to_press=True)
        self._found |= {f"s{person.pk}": Recipient(person=person, to_press=True) for person in people}
        named = [(f"s{person.pk}", str(person)) for person in people]
        return ("Пресс-служба", [("press", "Пресс-служба: кто свободен"), *named])

    def clean(self, value: Any) -> Any:
        return self.addressee(super().clean(value))

    def addressee(self, value: Any) -> Recipient:
        """Whom a value means; nobody if it is not offered."""
        return self._found.get(value, Recipient())

    @property
    def is_empty(self) -> bool:
        return not self._found


class DueForm(forms.Form):
    """A deadline: a day and a time, or else one of the presets in working hours. `moment` is the UTC moment.

    A deadline on a day off is refused once, with the last working moment before it; the next press keeps it (`sure`).
    """

    due = forms.ChoiceField(label="Срок")
    day = DayField(label="День", required=False)
    time = forms.TimeField(
        label="Время",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Такого времени нет. Напишите, например, 12:00."},
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.administration = administration
        self._presets = {str(number): (name, at) for number, (name, at) in enumerate(presets(administration))}
        zone = administration.time_zone
        named = [(key, f"{name}, {spoken(at, zone)}") for key, (name, at) in self._presets.items()]
        due: Any = self.fields["due"]
        due.choices = named
        self.fields["due"].initial = "1" if "1" in self._presets else "0"
        self.moment: datetime | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("day") or cleaned.get("time"):
            self._clean_own(cleaned)
        elif cleaned.get("due") in self._presets:
            self.moment = self._presets[cleaned["due"]][1]
        return cleaned

    def _clean_own(self, cleaned: dict[str, Any]) -> None:
        if "day" in self.errors or "time" in self.errors:
            return
        for name, missing in (("day", "Выберите день."), ("time", "Выберите время.")):
            if cleaned.get(name) is None:
                self.add_error(name, f"{missing} Остальное на месте.")
                return
        self.moment = at(cleaned["day"], cleaned["time"], self.administration.time_zone)
        try:
            refuse_deadline(self.moment)
        except RequestError as error:
            self.add_error("day", str(error))
            return
        if not is_working(self.moment, self.administration) and cleaned.get("sure") != self.moment.isoformat():
            zone = self.administration.time_zone
            before = spoken(last_working_moment(self.moment, self.administration), zone)
            replace_typed(self, "sure", self.moment.isoformat())
            self.add_error(
                "day",
                f"В это время в отделе никого: выходной или после работы. Последний рабочий час до него: {before}. "
                "Нажмите ещё раз, чтобы оставить как есть.",
            )


class FilesField(forms.FileField):
    """Several files, each judged by `kernel.uploads` when it is kept, so that a bad one spoils no other."""

    widget = ManyFiles(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data or initial


def sent_in(form: forms.Form, name: str) -> list[Any]:
    """All files of a field; Django's own field knows the last one only."""
    sent: Any = form.files  # a plain dict in a form without a request
    return list(sent.getlist(form.add_prefix(name))) if isinstance(sent, MultiValueDict) else []


class FilesForm(forms.Form):
    attached = FilesField(label="Файлы", required=False)

    def files_sent(self) -> list[Any]:
        return sent_in(self, "attached")


class AskForm(OnceForm, DueForm):
    """«Поручить». `drafted`: a kind that is offered for what the address names."""

    kind = forms.ChoiceField(label="Что сделать", widget=forms.RadioSelect)
    to = Addressee()
    title = NameField(
        label="О чём",
        max_length=200,
        help_text="Так поручение назовут в списках.",
        error_messages={
            "required": "Напишите, о чём поручение, хотя бы двумя словами. Остальное на месте.",
            "max_length": "Название длиннее 200 знаков. Сократите его, остальное на месте.",
        },
    )
    text = WholeField(
        label="Что нужно",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Сколько фото, какие цифры, о чём спросить. Без имён жителей.",
        error_messages={**NO_TEXT, **LONG},
    )
    attached = FilesField(label="Приложить", required=False)

    field_order = ("kind", "to", "title", "text", "due", "day", "time", "attached")

    def __init__(
        self, *args: Any, administration: Administration, drafted: RequestKind | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, administration=administration, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.slug, one.title) for one in kinds() if one.is_offered or one == drafted]
        kind.initial = "material"
        to: Any = self.fields["to"]
        to.of(administration)

    def files_sent(self) -> list[Any]:
        return sent_in(self, "attached")


class QuestionForm(OnceForm, DueForm):
    """«Спросить» of the Head: the question is all that is typed."""

    text = WholeField(
        label="Ваш вопрос",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите вопрос, хотя бы двумя словами. Остальное на месте.", **LONG},
    )
    to = Addressee()
    due = forms.ChoiceField(label="Ответ нужен", widget=forms.RadioSelect)

    field_order = ("text", "to", "due", "day", "time")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, administration=administration, **kwargs)
        to: Any = self.fields["to"]
        to.of(administration, press=True)


class WordsForm(forms.Form):
    """A remark, an answer, a question: the verb says whether words are needed."""

    text = WholeField(
        label="Написать", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=LONG
    )


# The button of `TimeForm` itself.
SEND_TIME = "send-time"


class TimeForm(forms.Form):
    """«Нужно время»: the verb says what is missing."""

    until = day_field(label="До какого дня", required=False)
    why = WholeField(
        label="Почему раньше не успеть",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=LONG,
    )


def time_form(posted: Mapping[str, Any]) -> TimeForm:
    """Bound if it was sent or filled in: the press of «Нужно время» only asks for the fields."""
    is_sent = posted.get("act") == SEND_TIME or any(posted.get(name) for name in TimeForm.base_fields)
    return TimeForm(posted) if is_sent else TimeForm()


class ShownForm(forms.Form):
    """What is said of the pictures of an answer. Nothing is required: the press service sees what is missing."""

    author = WholeField(label="Кто снял", required=False, max_length=200)
    people = WholeField(label="Кто на фото", required=False, max_length=500)
    children = forms.ChoiceField(
        label="Дети в кадре",
        required=False,
        choices=((Children.NONE.value, "Нет"), (Children.SHOWN.value, "Есть")),
        widget=forms.RadioSelect,
    )
    parents = WholeField(label="Кто разрешил", required=False, max_length=300)
    paper = FilesField(
        label="Согласие: снимок бумаги или PDF",
        required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def arguments(self) -> dict[str, Any]:
        """For `keep_shown`: only fields that came, so that a page without them changes nothing."""
        said = {name: self.cleaned_data[name] for name in OF_SENDER if name in self.fields and name in self.data}
        return {"said": said, "papers": sent_in(self, "paper")}

    def leave_out(self, names: Iterable[str]) -> None:
        """Ask no more for what is known."""
        for name in names:
            self.fields.pop(name, None)

    def filled_in(self) -> str:
        """What was filled in, as a sentence for the thread; "" if nothing was."""
        named = {name: str(field.label).partition(":")[0].lower() for name, field in self.fields.items()}
        filled = [word for name, word in named.items() if self.cleaned_data.get(name)]
        return f"Дополнили: {', '.join(filled)}." if filled else ""


class ReturnForm(DueForm, WordsForm):
    """«Вернуть с замечанием», with a new deadline."""

    field_order = ("text", "due", "day", "time")


class MoveForm(DueForm):
    """«Сменить срок»."""


class ReaddressForm(DueForm):
    """«Передать другому»."""

    to = Addressee()
    note = WholeField(label="Пара слов", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ("to", "due", "day", "time", "note")

    def __init__(self, *args: Any, administration: Administration, press: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, administration=administration, **kwargs)
        to: Any = self.fields["to"]
        to.of(administration, press=press)


class ParcelForm(forms.Form):
    """«В поручение»: to which of these requests."""

    to = forms.ChoiceField(
        label="К какому поручению",
        error_messages={
            "required": "Выберите поручение.",
            "invalid_choice": "Это поручение уже закрыли. Выберите другое.",
        },
    )

    def __init__(self, *args: Any, requests: Sequence[Request], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = {str(one.pk): one for one in requests}
        named = [(key, f"{one.addressee}: {one.title}") for key, one in self._found.items()]
        to: Any = self.fields["to"]
        to.choices = named

    @property
    def is_empty(self) -> bool:
        return not self._found

    def clean_to(self) -> Request:
        return self._found[self.cleaned_data["to"]]


class LinksForm(forms.Form):
    links = forms.BooleanField(label="Отвечать по ссылке из письма без входа", required=False)
