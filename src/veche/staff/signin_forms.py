"""The second step of signing in, with the number of tries that are left."""

import time

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.kernel.crypto import CryptoError


class SecondStepForm(AuthenticateForm):  # type: ignore[misc] # allauth has no types
    code = forms.CharField(
        label=gettext_lazy("Код из приложения"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except CryptoError:
            raise ValidationError(
                _("Код проверить нечем: связки ключей на сервере нет. Войдите ключом доступа или позовите отдел ИТ."),
                code="keyring",
            ) from None
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise ValidationError(_wrong_code(tries_left(f"mfa-auth-user-{self.user.pk}")), code=error.code) from None


def tries_left(key: str) -> int:
    """How often the second step may still be tried; `key` is allauth's name for the person's counter."""
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
        return _("Код не подошёл, попытки кончились. Подождите пять минут и войдите снова.")
    if left == 1:
        return _("Код не подошёл или уже сменился. Введите новый, осталась одна попытка.")
    word = _("попытки") if left in {2, 3, 4} else _("попыток")
    return _("Код не подошёл или уже сменился. Введите новый, осталось %(left)d %(word)s.") % {
        "left": left,
        "word": word,
    }
