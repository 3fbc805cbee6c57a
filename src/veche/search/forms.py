from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.urls import reverse

from veche.kernel.clock import day_bounds
from veche.kit.fields import DayField
from veche.networks.registry import NETWORKS
from veche.search.domain.keys import LEAST, MOST
from veche.search.domain.question import MOST_SIGNS, question_of
from veche.search.domain.searching import SearchQuery
from veche.search.kinds import Kind
from veche.search.models import IndexEntry
from veche.staff.models import Administration, Person


class WordsField(forms.CharField):
    """What was typed, without NUL and no longer than is read."""

    widget = forms.TextInput(attrs={"type": "search"})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\x00", "").strip()[: MOST_SIGNS + 1]


class SearchForm(forms.Form):
    """What is looked for, from the address. All is optional; what is no choice asks for everything."""

    q = WordsField(label="Что найти", required=False)
    network = forms.ChoiceField(label="Сеть", required=False)
    person = forms.ChoiceField(label="Кто писал", required=False)
    since = DayField(label="С", required=False)
    until = DayField(label="По", required=False)
    kind = forms.ChoiceField(required=False)
    before = forms.IntegerField(required=False, min_value=LEAST, max_value=MOST)

    def __init__(self, *args: Any, administration: Administration, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = administration.time_zone
        networks = [(slug, network.title) for slug, network in NETWORKS.items()]
        self.fields["network"].choices = [("", "все"), *networks]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "все"), *_people(administration)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", ""), *((kind.slug, kind.title) for kind in kinds)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", "Последний день раньше первого: поменяйте их местами.")
        return said

    @property
    def asked(self) -> dict[str, Any]:
        """Valid values by field, without empty ones."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def url(self, **changed: object) -> str:
        """The same search with other conditions; None takes one away. A page begins anew unless `before` is named."""
        said = {**self.asked, "before": None, **changed}
        return f"{reverse('search:results')}?{urlencode({name: one for name, one in said.items() if one is not None})}"

    @property
    def no_conditions(self) -> dict[str, None]:
        """What `url` takes so that only the words stay."""
        return dict.fromkeys(self.asked.keys() - {"q"})

    @property
    def narrows(self) -> int:
        """How many of network, person and days are named."""
        return len(self.asked.keys() & {"network", "person", "since", "until"})

    def query(self) -> SearchQuery:
        said = self.asked
        return SearchQuery(
            question=question_of(said.get("q", "")),
            kinds=[said["kind"]] if "kind" in said else (),
            network=said.get("network", ""),
            person=int(said["person"]) if "person" in said else None,
            since=self._bound(said.get("since"), 0),
            until=self._bound(said.get("until"), 1),
            before=said.get("before"),
        )

    def _bound(self, day: date | None, which: int) -> datetime | None:
        return day_bounds(day, self._zone)[which] if day else None


def _people(administration: Administration) -> list[tuple[str, str]]:
    """Whoever wrote something that can be found."""
    written = IndexEntry.objects.of(administration).filter(author=OuterRef("pk"))
    people = Person.objects.of(administration).filter(Exists(written)).order_by("display_name", "pk")
    return [(str(person.pk), str(person)) for person in people]
