"""A local IMAP server with one folder: what `imaplib` needs to find, fetch and mark letters."""

import base64
import socketserver
import threading
from types import TracebackType
from typing import Self

from veche.kernel.mailbox import Mailbox

PASSWORD = "ящик-и-пароль"


class MailboxServer:
    """`with MailboxServer() as box:`; `box.letters`: bodies; `box.seen`: which were marked as read, by index."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.seen: set[int] = set()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Talk", (_Talk,), {"box": self}))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def setting(self, password: str = PASSWORD) -> Mailbox:
        return Mailbox("127.0.0.1", self.port, "veche", password, tls="")


class _Talk(socketserver.StreamRequestHandler):
    box: MailboxServer

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            word, _, rest = command.partition(" ")
            answer = getattr(self, f"_{word.lower()}", self._unknown)(rest)
            self._say(f"{tag} {answer}")
            if word == "LOGOUT":
                return

    def _capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1 LITERAL+")
        return "OK done"

    def _login(self, _rest: str) -> str:
        return "NO wrong"

    def _authenticate(self, rest: str) -> str:
        self._say("+ ")
        words = base64.b64decode(self.rfile.readline()).decode()
        return "OK in" if (rest, words) == ("PLAIN", f"\0veche\0{PASSWORD}") else "NO wrong"

    def _select(self, _rest: str) -> str:
        self._say(f"* {len(self.box.letters)} EXISTS")
        return "OK [READ-WRITE] selected"

    def _logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK bye"

    def _uid(self, rest: str) -> str:
        word, _, asked = rest.partition(" ")
        if word == "SEARCH":
            assert asked.startswith("(UNSEEN OR HEADER Content-Type ")
            self._say(f"* SEARCH {' '.join(str(one + 1) for one in self._returns())}".rstrip())
            return "OK searched"
        index = int(asked.split()[0]) - 1
        if word == "STORE":
            self.box.seen.add(index)
            return "OK stored"
        body = self.box.letters[index]
        self._say(f"* {index + 1} FETCH (UID {index + 1} BODY[]<0> {{{len(body)}}}")
        self.wfile.write(body)
        self._say(")")
        return "OK fetched"

    def _returns(self) -> list[int]:
        heads = (letter.partition(b"\r\n\r\n")[0].lower() for letter in self.box.letters)
        unread = ((index, head) for index, head in enumerate(heads) if index not in self.box.seen)
        return [index for index, head in unread if b"report" in head or b"x-failed-recipients" in head]

    def _unknown(self, _rest: str) -> str:
        return "BAD unknown"

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
