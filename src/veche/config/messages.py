"""Store messages for the next page: in the session of signed-in people, else in a signed cookie.

So strangers create no database rows.
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse


class _Cookie(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override] # the name follows the TLS setting
        return settings.MESSAGES_COOKIE_NAME


class Messages(BaseStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # Their protocol is Django's own, for which no types are known.
        self._cookie: Any = _Cookie(request)
        self._session: Any = SessionStorage(request)

    def _get(self, *_: Any, **__: Any) -> tuple[list[Message], bool]:
        found = [storage._get()[0] or [] for storage in (self._cookie, self._session)]  # noqa: SLF001 -- Django's protocol
        return [message for messages in found for message in messages], True

    def _store(self, messages: list[Message], response: HttpResponse, *_: Any, **__: Any) -> list[Message]:
        """The cookie drops the oldest that it has no room for; it never passes them on to the session."""
        signed_in = self.request.user.is_authenticated
        in_cookie, in_session = ([], messages) if signed_in else (messages, [])
        if in_cookie or settings.MESSAGES_COOKIE_NAME in self.request.COOKIES:
            self._cookie._store(in_cookie, response)  # noqa: SLF001 -- Django's protocol
        if in_session or SessionStorage.session_key in self.request.session:
            self._session._store(in_session, response)  # noqa: SLF001 -- Django's protocol
        return []
