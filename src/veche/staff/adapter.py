"""allauth adapters: sign-in by invitation only, Russian messages, sealed second-factor secrets."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from veche.staff import seals
from veche.staff.devices import device_of
from veche.staff.domain.memberships import sign_in_of
from veche.staff.session_store import second_factors

_WAYS = {
    "reauthenticate": "Паролем",
    "mfa_reauthenticate": "Кодом из приложения",
    "mfa_reauthenticate:webauthn": "Ключом доступа",
}


class SignIn(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Доступ закрыт. Если это ошибка, попросите отдел ИТ пригласить вас заново.",
        "email_password_mismatch": "Почта и пароль не подходят друг к другу. Проверьте раскладку и Caps Lock.",
        "enter_current_password": "Введите пароль, которым вошли.",
        "incorrect_password": "Пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "incorrect_code": "Код не подошёл или уже сменился. Введите новый.",
        "invalid_login": "Так войти не получилось. Начните сначала.",
        "invalid_or_expired_key": "Ссылка уже сработала или устарела. Запросите новую.",
        "invalid_password_reset": "Ссылка для пароля уже сработала или устарела. Запросите новую.",
        "rate_limited": "Слишком часто. Подождите минуту и попробуйте снова.",
        "same_as_current": "Это прежний пароль. Придумайте новый.",
        "too_many_login_attempts": "Попытки кончились. Подождите пять минут и войдите снова.",
        "too_many_from_everywhere": (
            "На эту почту слишком часто входят с неверным паролем. Войдите ключом доступа, из браузера, где уже "
            "входили, или задайте новый пароль по письму. Пароль прежний."
        ),
        "unknown_email": "Письмо отправили, если такая почта у нас есть.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """False: people are invited."""
        return False

    def clean_email(self, email: str) -> str:
        return email.strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Check the limits of this address, then of all addresses together.

        A browser in which this person has signed in before has its own limit instead of both.
        """
        if device := device_of(request, _email(credentials)):
            return self._count_device(request, device)
        super().pre_authenticate(request, **credentials)
        self._everywhere = ratelimit.consume(
            request, app="allauth.account", action="login_failed_everywhere", key=_email(credentials)
        )
        if not self._everywhere:
            raise self.validation_error("too_many_from_everywhere")
        return None

    def _count_device(self, request: HttpRequest, device: str) -> None:
        self._everywhere = ratelimit.RateLimitUsage(usage=[])
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed_device", key=device
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The key of the counter. allauth's contains the Host, which a visitor chooses; ours keeps strangers from
        locking a person out."""
        return f"{ratelimit.get_ip(request)}:{_email(credentials)}"

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        self._everywhere.rollback()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False within minutes of signing in with a second step; a password alone does not count."""
        request = context.request
        if not request.user.is_authenticated:
            return True
        signed_in = sign_in_of(request.user)
        records = get_authentication_records(request, signed_in)
        if has_second_factor(signed_in):
            records = [record for record in records if record["method"] == "mfa"]
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ways to confirm who one is, the default first; the password only for people without a second step."""
        user = sign_in_of(user) if user.is_authenticated else user
        ways = [way | {"description": _WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]
        kinds = set(second_factors(user).values_list("type", flat=True)) if user.is_authenticated else set()
        if not kinds:
            return ways
        first = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate:webauthn"
        return sorted((way for way in ways if way["id"] != "reauthenticate"), key=lambda way: way["id"] != first)


def has_second_factor(user: Any) -> bool:
    return bool(user.is_authenticated and second_factors(user).exists())


def _email(credentials: Mapping[str, Any]) -> str:
    return str(credentials.get("email") or "").strip().lower()


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Почту меняет отдел ИТ. Ничего не изменилось.",
        "cannot_delete_authenticator": (
            "Без второго шага вам работать нельзя, приложение с кодами осталось. Сначала добавьте ключ доступа."
        ),
        "cannot_generate_recovery_codes": "Запасные коды выдаются ко второму шагу. Сначала настройте его.",
        "incorrect_code": "Код не подошёл или уже сменился. Введите новый.",
        "unverified_email": "Второй шаг пока не включить: отдел ИТ должен подтвердить вашу почту.",
    }

    def encrypt(self, text: str) -> str:
        return seals.seal_new(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seals.open_own(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return second_factors(authenticator.user).exclude(pk=authenticator.pk).exists()
