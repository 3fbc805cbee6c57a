from typing import Any

from django import forms

from veche.groups.enums import GroupKind, GroupVerb
from veche.kit.ids import id_from
from veche.moderation.enums import Ground


class DecideForm(forms.Form):
    """The chosen comments stand in `comment` as «id.wordings», once each. The verb refuses a missing ground."""

    kind = forms.ChoiceField(choices=GroupKind.choices)
    verb = forms.ChoiceField(choices=GroupVerb.choices)
    ground = forms.ChoiceField(choices=Ground.choices, required=False)

    @property
    def chosen(self) -> dict[int, int]:
        """How many wordings of each comment the page showed, by its id."""
        data: Any = self.data
        said = (one.partition(".") for one in data.getlist("comment"))
        return {
            number: seen
            for left, _dot, right in said
            if (number := id_from(left)) is not None and (seen := id_from(right)) is not None
        }
