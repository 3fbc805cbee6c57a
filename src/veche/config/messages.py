"""Store messages for the next page in a signed cookie: the session takes what it has no room for.

So strangers create no database rows, and a person who acts has no session row written twice for one sentence.
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest, HttpResponse


class _Cookie(CookieStorage):
    """Signed for one session: at a shared desk the next person does not read what the one before was told."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override] # the name follows the TLS setting
        return settings.MESSAGES_COOKIE_NAME

    def _get(self, *_: Any, **__: Any) -> Any:
        self._sign_for_session()
        return super()._get()  # type: ignore[misc] # Django's protocol, for which no types are known

    def _store(self, messages: list[Message], response: HttpResponse, *_: Any, **__: Any) -> list[Message]:
        self._sign_for_session()
        left: list[Message] = super()._store(messages, response)  # type: ignore[misc]
        return left

    def _sign_for_session(self) -> None:
        """Signing in and out begins another session, also within a request."""
        request: HttpRequest = self.request
        key = request.session.session_key if request.user.is_authenticated else ""
        self.signer = signing.get_cookie_signer(salt=f"{self.key_salt}{key}")


class Messages(BaseStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # Their protocol is Django's own, for which no types are known.
        self._cookie: Any = _Cookie(request)
        self._session: Any = SessionStorage(request)

    def _get(self, *_: Any, **__: Any) -> tuple[list[Message], bool]:
        found = [storage._get()[0] or [] for storage in (self._session, self._cookie)]  # noqa: SLF001 -- Django's protocol
        return [message for messages in found for message in messages], True

    def _store(self, messages: list[Message], response: HttpResponse, *_: Any, **__: Any) -> list[Message]:
        """The oldest go to the session where the cookie has no room; those of a stranger are dropped."""
        left: list[Message] = []
        if messages or settings.MESSAGES_COOKIE_NAME in self.request.COOKIES:
            left = self._cookie._store(messages, response)  # noqa: SLF001 -- Django's protocol
        in_session = left if self.request.user.is_authenticated else []
        if in_session or SessionStorage.session_key in self.request.session:
            self._session._store(in_session, response)  # noqa: SLF001 -- Django's protocol
        return []
