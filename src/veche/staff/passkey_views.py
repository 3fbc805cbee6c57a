"""Two allauth views with fixes: removing a key needs a permission check, and signing in must not create a session."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from veche.staff import passkey_state
from veche.staff.access import person_of
from veche.staff.domain.memberships import sign_in_of
from veche.staff.models import Person


class SignInWithPasskey(LoginWebAuthnView):  # type: ignore[misc] # allauth has no types
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        passkey_state.hand_out(request, answer)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        passkey_state.take_back(request)
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        passkey_state.put_away(request)
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: forms.Form) -> HttpResponseBase:
        """Serialise removals, so that of two concurrent ones a key is left."""
        me = sign_in_of(person_of(self.request))
        with transaction.atomic():
            Person.objects.of(me.administration_id).select_for_update().get(pk=me.pk)
            if get_adapter().can_delete_authenticator(self.get_object()):
                answer: HttpResponseBase = super().form_valid(form)
                return answer
        messages.error(
            self.request,
            (
                "Без второго шага вам работать нельзя, ключ доступа остался. Сначала добавьте другой ключ или "
                "приложение с кодами."
            ),
        )
        return redirect("mfa_list_webauthn")
