from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """The network's own limits are judged by `render_reply`: the counter and the call agree."""

    text = forms.CharField(
        label=_("Ответ жителю"), strip=True, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
