"""allauth's forms adapted: forgotten password, second step with attempts left."""

import struct
import time
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from veche.kernel.crypto import CryptoError
from veche.morphology.numerals import form
from veche.staff.domain.memberships import sign_in_of
from veche.staff.domain.new_password import ask_for_link
from veche.staff.domain.second_step import is_closed_to_codes

_CLOSED = (
    "Слишком много неверных кодов: вход с кодом закрыт на сутки. Войдите ключом доступа или попросите отдел ИТ "
    "сбросить второй шаг."
)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc] # allauth has no types
    def save(self, request: HttpRequest, **_: Any) -> str:  # noqa: ARG002 -- allauth's signature
        """Enqueue the letter, so that the response time reveals nothing."""
        email = str(self.cleaned_data["email"])
        ask_for_link(email)
        return email


class PasskeyAnswer(forms.Form):
    """Catches errors of libraries that parse invalid passkey answers; a refused answer is not shown again."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error):
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))
        if self.errors:
            self.data = {**self.data, "credential": ""}


class NewPasskeyForm(PasskeyAnswer, AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    pass


class PasskeyForm(PasskeyAnswer, LoginWebAuthnForm):  # type: ignore[misc] # allauth has no types
    def clean_credential(self) -> Authenticator:
        """A key names the row that signed in when it was added; another one may do it since (`moved_sign_in`)."""
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(sign_in_of(auth.extract_user_from_response(credential)), credential)


class PasskeyAgainForm(PasskeyAnswer, ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    pass


class TakenOnce(forms.Form):
    """Accepts a code once for its whole validity; allauth remembers used ones for half a minute only."""

    def clean_code(self) -> str:
        if is_closed_to_codes(self.user):  # type: ignore[attr-defined] # of the form beside it
            raise ValidationError(_CLOSED, code="closed")
        if cache.get(_used_key(self.user, self.cleaned_data["code"])):  # type: ignore[attr-defined]
            check_rate_limit(self.user)  # type: ignore[attr-defined] # one more try that failed
            raise get_adapter().validation_error("incorrect_code")
        try:
            code = super().clean_code()  # type: ignore[misc] # of the form beside it
        except CryptoError:
            raise ValidationError(
                "Код проверить нечем: связки ключей на сервере нет. Войдите ключом доступа или позовите отдел ИТ.",
                code="keyring",
            ) from None
        if not _use_up(self.user, code):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return str(code)


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc] # allauth has no types
    """Marks the setup code as used, so that it cannot sign in."""

    def clean_code(self) -> str:
        code = str(super().clean_code())
        _use_up(self.user, code)
        return code


def _used_key(person: Any, code: str) -> str:
    return f"veche.code.used?user={person.pk}&code={normalize_user_code(code)[:64]}"


def _use_up(person: Any, code: str) -> bool:
    """Mark a code as used. False if it was."""
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(_used_key(person, code), "y", timeout=good_for))


class SecondStepAgainForm(TakenOnce, ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    """Confirmation before actions that an unattended browser must not allow."""


class SecondStepForm(TakenOnce, AuthenticateForm):  # type: ignore[misc] # allauth has no types
    code = forms.CharField(
        label="Код из приложения",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise ValidationError(_wrong_code(tries_left(f"mfa-auth-user-{self.user.pk}")), code=error.code) from None


def tries_left(key: str) -> int:
    """Attempts left; `key`: allauth's name of the person's counter."""
    left = []
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        name = ratelimit.get_cache_key(
            context.request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        used = [moment for moment in cache.get(name, []) if moment > time.time() - rate.duration]
        left.append(rate.amount - len(used))
    return max(min(left, default=0), 0)


def _wrong_code(left: int) -> str:
    if left == 0:
        return "Код не подошёл, попытки кончились. Подождите пять минут и войдите снова."
    if left == 1:
        return "Код не подошёл или уже сменился. Введите новый, осталась одна попытка."
    tries = form(left, "попытка", "попытки", "попыток")
    return f"Код не подошёл или уже сменился. Введите новый, осталось {left} {tries}."
