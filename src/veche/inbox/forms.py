from django import forms

from veche.inbox.domain.meanwhile import Shown
from veche.inbox.enums import MessageState


class AnswerForm(forms.Form):
    """`answered`, `state`: what the page showed, see `meanwhile.Shown`.

    The network's limits are checked by `render_reply`, as the counter and the call do.
    """

    text = forms.CharField(
        label="Ответ жителю", strip=True, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=MessageState.choices, required=False, widget=forms.HiddenInput)

    @property
    def shown(self) -> Shown | None:
        """What the page showed; None if it did not say."""
        if not hasattr(self, "cleaned_data") or self.cleaned_data.get("answered") is None:
            return None
        return Shown(self.cleaned_data["answered"], self.cleaned_data.get("state", ""))
