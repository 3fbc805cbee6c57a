"""The little of VKScript that public clients send to `execute`: one `return` of calls and JSON, or a loop over values.

return [API.users.get({"user_ids": 1}), API.wall.get({owner_id: -1})];
var values = [...], i = 0, result = []; while(i < values.length) { result.push(API.m.n(values[i])); i = i + 1; } …
"""

import re
from dataclasses import dataclass

from veche.sandbox.vk.errors import not_compiled

type Script = bool | int | float | str | ApiCall | list[Script] | dict[str, Script] | None

TOKENS = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|"""
    r"""(?P<sign>[\[\]{}():,;.=]))""",
    re.DOTALL,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
WORDS: dict[str, Script] = {"true": True, "false": False, "null": None}
LOOP = re.compile(
    r"while\(i<values\.length\)\{"
    r"(?:def_values\.(?P<key>\w+)=values\[i\];)?"
    r"result\.push\(API\.(?P<method>\w+\.\w+)\((?P<what>values\[i\]|def_values)\)\);i=i\+1;?\};?returnresult;?"
)
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class ApiCall:
    method: str
    params: dict[str, Script]


def read_script(code: str) -> Script:
    """What is to be returned. Error 12 for anything else than the two forms."""
    return _Reader(code).script()


class _Reader:
    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0
        self._depth = 0

    def script(self) -> Script:
        first = self._next("name")
        if first == "var":
            return self._loop(self._declared())
        if first != "return":
            raise self._wrong()
        found = self._value()
        while self._sees(";"):
            self._next("sign")
        if self._code[self._at :].strip():
            raise self._wrong()
        return found

    def _declared(self) -> dict[str, Script]:
        found: dict[str, Script] = {}
        while not self._sees(";"):
            name = self._next("name")
            self._take("=")
            found[name] = self._value()
            if not self._sees(";"):
                self._take(",")
        self._take(";")
        return found

    def _loop(self, names: dict[str, Script]) -> Script:
        """The loops that vk_api makes of a pool of calls to one method."""
        loop = LOOP.fullmatch(re.sub(r"\s", "", self._code[self._at :]))
        values, usual = names.get("values"), names.get("def_values", {})
        if loop is None or not isinstance(values, list) or not isinstance(usual, dict):
            raise self._wrong()
        key = loop["key"]
        if bool(key) != (loop["what"] == "def_values"):
            raise self._wrong()
        given = [{**usual, key: value} if key else value for value in values]
        return [ApiCall(loop["method"], one) for one in given if isinstance(one, dict)]

    def _value(self) -> Script:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong()
        found = self._any()
        self._depth -= 1
        return found

    def _any(self) -> Script:
        match = self._peek()
        if match["string"]:
            return _plain(self._next("string"))
        if match["number"]:
            text = self._next("number")
            return float(text) if "." in text else int(text)
        if match["name"]:
            return self._named(self._next("name"))
        if match["sign"] == "[":
            return self._list()
        if match["sign"] == "{":
            return self._object()
        raise self._wrong()

    def _named(self, name: str) -> Script:
        if name in WORDS:
            return WORDS[name]
        if name != "API":
            raise self._wrong()
        self._take(".")
        section = self._next("name")
        self._take(".")
        method = f"{section}.{self._next('name')}"
        self._take("(")
        params = {} if self._sees(")") else self._value()
        self._take(")")
        if not isinstance(params, dict):
            raise self._wrong()
        return ApiCall(method, params)

    def _list(self) -> Script:
        found: list[Script] = []
        self._take("[")
        while not self._sees("]"):
            found.append(self._value())
            if not self._sees("]"):
                self._take(",")
        self._take("]")
        return found

    def _object(self) -> Script:
        found: dict[str, Script] = {}
        self._take("{")
        while not self._sees("}"):
            name = _plain(self._next("string")) if self._peek()["string"] else self._next("name")
            self._take(":")
            found[name] = self._value()
            if not self._sees("}"):
                self._take(",")
        self._take("}")
        return found

    def _peek(self) -> re.Match[str]:
        match = TOKENS.match(self._code, self._at)
        if match is None:
            raise self._wrong()
        return match

    def _sees(self, sign: str) -> bool:
        match = TOKENS.match(self._code, self._at)
        return match is not None and match["sign"] == sign

    def _take(self, sign: str) -> None:
        if self._next("sign") != sign:
            raise self._wrong()

    def _next(self, kind: str) -> str:
        match = self._peek()
        if not match[kind]:
            raise self._wrong()
        self._at = match.end()
        return str(match[kind])

    def _wrong(self) -> Exception:
        return not_compiled(f"unexpected token at position {self._at}")


def _plain(quoted: str) -> str:
    def meant(match: re.Match[str]) -> str:
        what = match[1]
        return chr(int(what[1:], 16)) if len(what) > 1 else ESCAPES.get(what, what)

    text = ESCAPE.sub(meant, quoted[1:-1])
    # A letter beyond the first 65536 is written as two escapes.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
