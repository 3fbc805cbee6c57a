"""Tokens of VKScript: signs, names, numbers and strings."""

import re

from veche_sandbox.vk.errors import ApiError, not_compiled

TOKENS = re.compile(
    r"""(?:\s|//[^\n]*|/\*.*?\*/)*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)|"""
    r"""(?P<name>[A-Za-z_]\w*)|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||@\.|[\[\]{}():,;.=<>+\-*/%!?])|(?P<end>\Z))""",
    re.DOTALL,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


class Tokens:
    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    def peek(self) -> re.Match[str]:
        match = TOKENS.match(self._code, self._at)
        if match is None:
            raise self.wrong()
        return match

    def sees(self, sign: str) -> bool:
        return bool(self.peek()["sign"] == sign)

    def skips(self, sign: str) -> bool:
        """Whether the sign is next; if so, skip it."""
        if not self.sees(sign):
            return False
        self.take(sign)
        return True

    def take(self, sign: str) -> None:
        if self.next("sign") != sign:
            raise self.wrong()

    def next(self, kind: str) -> str:
        match = self.peek()
        if not match[kind]:
            raise self.wrong()
        self._at = match.end()
        return str(match[kind])

    def wrong(self) -> ApiError:
        return not_compiled(f"unexpected token at position {self._at}")


def unquoted(quoted: str) -> str:
    def meant(match: re.Match[str]) -> str:
        what = match[1]
        return chr(int(what[1:], 16)) if len(what) > 1 else ESCAPES.get(what, what)

    text = ESCAPE.sub(meant, quoted[1:-1])
    # A character beyond U+FFFF is written as two escapes.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
