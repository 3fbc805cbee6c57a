"""VKScript, the language of `execute`: its code is read here into functions; `vkscript_run` has what they work with.

Variables, `if`, `while`, `delete`, `return`, calls of methods, the operators and functions that the documentation
lists («Поддерживаются: …»), and those that public clients use: vk_api's pools and `get_all`, vk-io's chains and
`collect`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from veche.sandbox.vk.errors import not_compiled
from veche.sandbox.vk.registry import Json
from veche.sandbox.vk.vkscript_run import FUNCTIONS, MEMBERS, OPERATORS, Returned, Run, member, pluck, put, truth

type Expression = Callable[[Run], Json]
type Statement = Callable[[Run], None]

TOKENS = re.compile(
    r"""(?:\s|//[^\n]*|/\*.*?\*/)*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)|"""
    r"""(?P<name>[A-Za-z_]\w*)|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||@\.|[\[\]{}():,;.=<>+\-*/%!?])|(?P<end>\Z))""",
    re.DOTALL,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
KEYWORDS = frozenset({"var", "if", "else", "while", "return", "delete", "API", "Args", *WORDS, *FUNCTIONS})
# How tightly the operators of two sides bind.
BINDING = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("==", "!=", "===", "!=="), 3),
    **dict.fromkeys(("<", ">", "<=", ">="), 4),
    **dict.fromkeys("+-", 5),
    **dict.fromkeys("*/%", 6),
}
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Script:
    """`args`: the parameters of `execute` that the code names; None when it takes them all."""

    body: Statement
    args: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Name:
    name: str

    def __call__(self, run: Run) -> Json:
        return run.names.get(self.name)

    def assign(self, run: Run, value: Json) -> None:
        run.names[self.name] = value


@dataclass(frozen=True, slots=True)
class Member:
    owner: Expression
    key: Expression
    name: str = ""

    def __call__(self, run: Run) -> Json:
        return member(self.owner(run), self.key(run))

    def assign(self, run: Run, value: Json) -> None:
        put(self.owner(run), self.key(run), value)


def read_script(code: str) -> Script:
    """Raises error 12 for code that does not compile."""
    try:
        return _Reader(code).script()
    except RecursionError:
        raise not_compiled("too deep") from None


class _Reader:
    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0
        self._depth = 0
        self._known: set[str] = set()
        self._args: set[str] = set()
        self._all_args = False

    def script(self) -> Script:
        found: list[Statement] = []
        while self._peek().lastgroup != "end":
            found.append(self._statement())
        if not found:
            raise self._wrong()
        return Script(_block(found), None if self._all_args else frozenset(self._args))

    def _statement(self) -> Statement:
        self._deeper()
        match self._peek()["name"]:
            case "var":
                found = self._declared()
            case "if":
                found = self._condition()
            case "while":
                found = self._loop()
            case "return":
                found = self._returned()
            case "delete":
                found = self._deleted()
            case _:
                found = self._braces() if self._sees("{") else self._plain()
        self._depth -= 1
        return found

    def _declared(self) -> Statement:
        self._next("name")
        found: list[Statement] = []
        while True:
            name = self._next("name")
            if name in KEYWORDS:
                raise self._wrong()
            given = self._expression() if self._skips("=") else _constant(None)
            self._known.add(name)
            found.append(_assigned(Name(name), given))
            if not self._skips(","):
                break
        self._end()
        return _block(found)

    def _condition(self) -> Statement:
        self._next("name")
        asked = self._bracketed()
        then = self._statement()
        otherwise: Statement = _block([])
        if self._peek()["name"] == "else":
            self._next("name")
            otherwise = self._statement()
        return lambda run: then(run) if truth(asked(run)) else otherwise(run)

    def _loop(self) -> Statement:
        self._next("name")
        asked = self._bracketed()
        body = self._statement()

        def repeat(run: Run) -> None:
            while truth(asked(run)):
                run.count()
                body(run)

        return repeat

    def _returned(self) -> Statement:
        self._next("name")
        value = self._expression()
        self._end()

        def leave(run: Run) -> None:
            raise Returned(value(run))

        return leave

    def _deleted(self) -> Statement:
        self._next("name")
        place = self._expression()
        self._end()
        if not isinstance(place, Member):
            raise self._wrong()

        def remove(run: Run) -> None:
            owner, key = place.owner(run), place.key(run)
            if isinstance(owner, dict):
                owner.pop(str(key), None)

        return remove

    def _braces(self) -> Statement:
        found: list[Statement] = []
        self._take("{")
        while not self._skips("}"):
            found.append(self._statement())
        return _block(found)

    def _plain(self) -> Statement:
        """An assignment, a call, or nothing."""
        if self._skips(";"):
            return _block([])
        place = self._expression()
        if self._skips("="):
            value = self._expression()
            self._end()
            if not isinstance(place, Name | Member):
                raise self._wrong()
            return _assigned(place, value)
        self._end()
        return lambda run: _forget(place(run))

    def _end(self) -> None:
        if self._peek().lastgroup != "end":
            self._take(";")

    def _bracketed(self) -> Expression:
        self._take("(")
        found = self._expression()
        self._take(")")
        return found

    def _expression(self) -> Expression:
        asked = self._operation(1)
        if not self._skips("?"):
            return asked
        then = self._expression()
        self._take(":")
        otherwise = self._expression()
        return lambda run: then(run) if truth(asked(run)) else otherwise(run)

    def _operation(self, least: int) -> Expression:
        self._deeper()
        left = self._prefixed()
        while (sign := self._peek()["sign"]) and BINDING.get(sign, 0) >= least:
            self._take(sign)
            left = _joined(sign, left, self._operation(BINDING[sign] + 1))
        self._depth -= 1
        return left

    def _prefixed(self) -> Expression:
        self._deeper()
        if self._skips("!"):
            found = _denied(self._prefixed())
        elif self._skips("-"):
            found = _joined("-", _constant(0), self._prefixed())
        else:
            found = self._followed(self._first())
        self._depth -= 1
        return found

    def _followed(self, found: Expression) -> Expression:
        """What stands behind a value: `.name`, `[key]`, `@.name`, `.push(…)`."""
        while True:
            if self._skips("."):
                name = self._next("name")
                found = self._of_value(found, name) if self._sees("(") else Member(found, _constant(name), name)
            elif self._skips("["):
                found = Member(found, self._expression())
                self._take("]")
            elif self._skips("@."):
                found = _plucked(found, self._next("name"))
            else:
                return found

    def _of_value(self, owner: Expression, name: str) -> Expression:
        work = MEMBERS.get(name)
        if work is None:
            raise not_compiled(f"unknown function {name}")
        given = self._given()
        return lambda run: work(owner(run), [one(run) for one in given])

    def _given(self) -> list[Expression]:
        found: list[Expression] = []
        self._take("(")
        while not self._skips(")"):
            found.append(self._expression())
            if not self._sees(")"):
                self._take(",")
        return found

    def _first(self) -> Expression:
        match = self._peek()
        if match["string"]:
            return _constant(_plain(self._next("string")))
        if match["number"]:
            text = self._next("number")
            return _constant(float(text) if "." in text else int(text))
        if match["name"]:
            return self._named(self._next("name"))
        if match["sign"] == "(":
            return self._bracketed()
        if match["sign"] == "[":
            return self._list()
        if match["sign"] == "{":
            return self._object()
        raise self._wrong()

    def _named(self, name: str) -> Expression:
        if name in WORDS:
            return _constant(WORDS[name])
        if name == "API":
            return self._call()
        if name == "Args":
            return self._argument()
        if name in FUNCTIONS:
            work, given = FUNCTIONS[name], self._given()
            return lambda run: work(*(one(run) for one in given[:1]))
        if name not in self._known:
            raise not_compiled(f"unknown variable {name}")
        return Name(name)

    def _argument(self) -> Expression:
        match = re.compile(r"\s*\.\s*([A-Za-z_]\w*)").match(self._code, self._at)
        if match:
            self._args.add(match[1])
        else:
            self._all_args = True
        return lambda run: {**run.args}

    def _call(self) -> Expression:
        self._take(".")
        section = self._next("name")
        self._take(".")
        method = f"{section}.{self._next('name')}"
        given = self._given()
        if len(given) > 1:
            raise self._wrong()
        return lambda run: run.call(method, given[0](run) if given else None)

    def _list(self) -> Expression:
        found: list[Expression] = []
        self._take("[")
        while not self._skips("]"):
            found.append(self._expression())
            if not self._sees("]"):
                self._take(",")
        return lambda run: [one(run) for one in found]

    def _object(self) -> Expression:
        found: dict[str, Expression] = {}
        self._take("{")
        while not self._skips("}"):
            name = _plain(self._next("string")) if self._peek()["string"] else self._next("name")
            self._take(":")
            found[name] = self._expression()
            if not self._sees("}"):
                self._take(",")
        return lambda run: {name: one(run) for name, one in found.items()}

    def _peek(self) -> re.Match[str]:
        match = TOKENS.match(self._code, self._at)
        if match is None:
            raise self._wrong()
        return match

    def _sees(self, sign: str) -> bool:
        return bool(self._peek()["sign"] == sign)

    def _skips(self, sign: str) -> bool:
        """Whether the sign stood there; then it is behind us."""
        if not self._sees(sign):
            return False
        self._take(sign)
        return True

    def _take(self, sign: str) -> None:
        if self._next("sign") != sign:
            raise self._wrong()

    def _next(self, kind: str) -> str:
        match = self._peek()
        if not match[kind]:
            raise self._wrong()
        self._at = match.end()
        return str(match[kind])

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST * 3:
            raise not_compiled("too deep")

    def _wrong(self) -> Exception:
        return not_compiled(f"unexpected token at position {self._at}")


def _constant(value: Json) -> Expression:
    return lambda _run: value


def _assigned(place: Name | Member, value: Expression) -> Statement:
    return lambda run: place.assign(run, value(run))


def _joined(sign: str, left: Expression, right: Expression) -> Expression:
    if sign == "||":
        return lambda run: found if truth(found := left(run)) else right(run)
    if sign == "&&":
        return lambda run: right(run) if truth(found := left(run)) else found
    work = OPERATORS[sign]
    return lambda run: work(left(run), right(run))


def _denied(value: Expression) -> Expression:
    return lambda run: not truth(value(run))


def _plucked(owner: Expression, name: str) -> Expression:
    return lambda run: pluck(owner(run), name)


def _block(found: list[Statement]) -> Statement:
    def work(run: Run) -> None:
        for one in found:
            run.count()
            one(run)

    return work


def _forget(_value: Json) -> None:
    """The value of a call that is made for what it does."""


def _plain(quoted: str) -> str:
    def meant(match: re.Match[str]) -> str:
        what = match[1]
        return chr(int(what[1:], 16)) if len(what) > 1 else ESCAPES.get(what, what)

    text = ESCAPE.sub(meant, quoted[1:-1])
    # A letter beyond the first 65536 is written as two escapes.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
