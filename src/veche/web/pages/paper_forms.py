"""Which file of «План и факт», and whose «Утверждаю» stands on a paper."""

from typing import Any

from django import forms

from veche.staff.domain.offices import offices_to_choose
from veche.staff.forms import OfficeField
from veche.staff.models import Administration, Office


class FactFileForm(forms.Form):
    """Without a kind it is the table."""

    kind = forms.ChoiceField(
        label="Файл",
        required=False,
        choices=(("xlsx", "XLSX"), ("docx", "DOCX на подпись"), ("pdf", "PDF на подпись")),
        error_messages={"invalid_choice": "Такого файла нет. Выберите XLSX, DOCX или PDF."},
    )
    office = OfficeField("Кто утверждает", empty_label="никто, без «Утверждаю»")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = offices_to_choose(administration)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if not self.is_bound and (head := offices.first()):
            self.initial["office"] = head.pk

    @property
    def sentence(self) -> str:
        """The first error."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def approval_block(office: Office | None) -> tuple[str, ...]:
    """Lines for `Paper.approval`: who approves, the place of the signature and of the day; () of nobody."""
    if office is None:
        return ()
    return ("УТВЕРЖДАЮ", office.name, "______________ / ______________", "«___» ______________ 20___ г.")
