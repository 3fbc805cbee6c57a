"""A local mail server, one thread per connection: stores every letter, and misbehaves on demand."""

import email
import email.policy
import socketserver
import ssl
import threading
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from pytest_django import Settings


def use(settings: Settings, port: int) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


class MailServer:
    """`with MailServer() as server:`; `server.letters`: the accepted letters.

    `whim`: "refuse": no recipient is known; "no sender": 550 to MAIL FROM; "busy": 451 after the text; "vanish": takes
    the text and closes the connection. `tried`: the recipients asked for, in order.
    """

    def __init__(self, whim: str = "", *, tls: ssl.SSLContext | None = None) -> None:
        self.whim = whim
        self.letters: list[EmailMessage] = []
        self.tried: list[str] = []
        self._server = socketserver.ThreadingTCPServer(
            ("127.0.0.1", 0), type("Conversation", (_Conversation,), {"house": self})
        )
        self._server.daemon_threads = True
        if tls is not None:  # from the first byte, as on port 465
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, words: bytes) -> None:
        letter = email.message_from_bytes(words, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)


class _Conversation(socketserver.StreamRequestHandler):
    house: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper().decode()
            if word == "QUIT":
                return self._say("221 bye")
            if word == "DATA":
                if not self._words():
                    return None
            else:
                self._answer(word, line)
        return None

    def _answer(self, word: str, line: bytes) -> None:
        if word == "RCPT":
            self.house.tried.append(line.decode().partition("<")[2].partition(">")[0])
        refused = (word, self.house.whim) in {("RCPT", "refuse"), ("MAIL", "no sender")}
        self._say("550 no such person" if refused else "250 fine")

    def _words(self) -> bool:
        """Receive the text. False: closed the connection."""
        self._say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.house.whim == "busy":
            self._say("451 later")
            return True
        self.house.take(b"".join(lines))
        if self.house.whim == "vanish":
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
