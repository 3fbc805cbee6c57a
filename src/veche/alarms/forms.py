from django import forms

from veche.kernel.crypto import Secret
from veche.kernel.redaction import conceal


class BotKeyForm(forms.Form):
    """A bot's key, which is never rendered again."""

    secret = forms.CharField(
        label="Ключ бота",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Вставьте ключ, который сеть выдала боту.", "max_length": "Это длиннее ключа."},
    )

    def clean_secret(self) -> Secret:
        secret = Secret(self.cleaned_data["secret"])
        conceal(secret)
        return secret


class LettersForm(forms.Form):
    letters = forms.BooleanField(label="Присылать и письма", required=False)
