"""VKScript, the language of `execute`: parse code into functions; `vkscript_run` has their operations.

Supported: variables, `if`, `while`, `delete`, `return`, calls of methods, the documented operators and functions
(«Поддерживаются: …»), and those that public clients use: vk_api's pools and `get_all`, vk-io's chains and `collect`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from veche_sandbox.vk.errors import not_compiled
from veche_sandbox.vk.registry import Json
from veche_sandbox.vk.vkscript_run import FUNCTIONS, MEMBERS, OPERATORS, Returned, Run, member, pluck, put, truth
from veche_sandbox.vk.vkscript_tokens import Tokens, unquoted

type Expression = Callable[[Run], Json]
type Statement = Callable[[Run], None]

WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
KEYWORDS = frozenset({"var", "if", "else", "while", "return", "delete", "API", "Args", *WORDS, *FUNCTIONS})
# Precedence of binary operators.
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
    """A parsed script. `args`: parameters of `execute` that the code names; None if it uses all."""

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
    """Parse code. Raises error 12 if it does not compile."""
    try:
        return _Reader(code).script()
    except RecursionError:
        raise not_compiled("too deep") from None


class _Reader(Tokens):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self._depth = 0
        self._known: set[str] = set()
        self._args: set[str] = set()
        self._all_args = False

    def script(self) -> Script:
        found: list[Statement] = []
        while self.peek().lastgroup != "end":
            found.append(self._statement())
        if not found:
            raise self.wrong()
        return Script(_block(found), None if self._all_args else frozenset(self._args))

    def _statement(self) -> Statement:
        self._deeper()
        match self.peek()["name"]:
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
                found = self._braces() if self.sees("{") else self._plain()
        self._depth -= 1
        return found

    def _declared(self) -> Statement:
        self.next("name")
        found: list[Statement] = []
        while True:
            name = self.next("name")
            if name in KEYWORDS:
                raise self.wrong()
            given = self._expression() if self.skips("=") else _constant(None)
            self._known.add(name)
            found.append(_assigned(Name(name), given))
            if not self.skips(","):
                break
        self._end()
        return _block(found)

    def _condition(self) -> Statement:
        self.next("name")
        asked = self._bracketed()
        then = self._statement()
        otherwise: Statement = _block([])
        if self.peek()["name"] == "else":
            self.next("name")
            otherwise = self._statement()
        return lambda run: then(run) if truth(asked(run)) else otherwise(run)

    def _loop(self) -> Statement:
        self.next("name")
        asked = self._bracketed()
        body = self._statement()

        def repeat(run: Run) -> None:
            while truth(asked(run)):
                run.count()
                body(run)

        return repeat

    def _returned(self) -> Statement:
        self.next("name")
        value = self._expression()
        self._end()

        def leave(run: Run) -> None:
            raise Returned(value(run))

        return leave

    def _deleted(self) -> Statement:
        self.next("name")
        place = self._expression()
        self._end()
        if not isinstance(place, Member):
            raise self.wrong()

        def remove(run: Run) -> None:
            owner, key = place.owner(run), place.key(run)
            if isinstance(owner, dict):
                owner.pop(str(key), None)

        return remove

    def _braces(self) -> Statement:
        found: list[Statement] = []
        self.take("{")
        while not self.skips("}"):
            found.append(self._statement())
        return _block(found)

    def _plain(self) -> Statement:
        """An assignment, a call, or an empty statement."""
        if self.skips(";"):
            return _block([])
        place = self._expression()
        if self.skips("="):
            value = self._expression()
            self._end()
            if not isinstance(place, Name | Member):
                raise self.wrong()
            return _assigned(place, value)
        self._end()
        return lambda run: _forget(place(run))

    def _end(self) -> None:
        if self.peek().lastgroup != "end":
            self.take(";")

    def _bracketed(self) -> Expression:
        self.take("(")
        found = self._expression()
        self.take(")")
        return found

    def _expression(self) -> Expression:
        asked = self._operation(1)
        if not self.skips("?"):
            return asked
        then = self._expression()
        self.take(":")
        otherwise = self._expression()
        return lambda run: then(run) if truth(asked(run)) else otherwise(run)

    def _operation(self, least: int) -> Expression:
        self._deeper()
        left = self._prefixed()
        while (sign := self.peek()["sign"]) and BINDING.get(sign, 0) >= least:
            self.take(sign)
            left = _joined(sign, left, self._operation(BINDING[sign] + 1))
        self._depth -= 1
        return left

    def _prefixed(self) -> Expression:
        self._deeper()
        if self.skips("!"):
            found = _denied(self._prefixed())
        elif self.skips("-"):
            found = _joined("-", _constant(0), self._prefixed())
        else:
            found = self._followed(self._first())
        self._depth -= 1
        return found

    def _followed(self, found: Expression) -> Expression:
        """Suffixes of a value: `.name`, `[key]`, `@.name`, `.push(…)`."""
        while True:
            if self.skips("."):
                name = self.next("name")
                found = self._of_value(found, name) if self.sees("(") else Member(found, _constant(name), name)
            elif self.skips("["):
                found = Member(found, self._expression())
                self.take("]")
            elif self.skips("@."):
                found = _plucked(found, self.next("name"))
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
        self.take("(")
        while not self.skips(")"):
            found.append(self._expression())
            if not self.sees(")"):
                self.take(",")
        return found

    def _first(self) -> Expression:
        match = self.peek()
        if match["string"]:
            return _constant(unquoted(self.next("string")))
        if match["number"]:
            text = self.next("number")
            return _constant(float(text) if "." in text else int(text))
        if match["name"]:
            return self._named(self.next("name"))
        if match["sign"] == "(":
            return self._bracketed()
        if match["sign"] == "[":
            return self._list()
        if match["sign"] == "{":
            return self._object()
        raise self.wrong()

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
        self.take(".")
        section = self.next("name")
        self.take(".")
        method = f"{section}.{self.next('name')}"
        given = self._given()
        if len(given) > 1:
            raise self.wrong()
        return lambda run: run.call(method, given[0](run) if given else None)

    def _list(self) -> Expression:
        found: list[Expression] = []
        self.take("[")
        while not self.skips("]"):
            found.append(self._expression())
            if not self.sees("]"):
                self.take(",")
        return lambda run: [one(run) for one in found]

    def _object(self) -> Expression:
        found: dict[str, Expression] = {}
        self.take("{")
        while not self.skips("}"):
            name = unquoted(self.next("string")) if self.peek()["string"] else self.next("name")
            self.take(":")
            found[name] = self._expression()
            if not self.sees("}"):
                self.take(",")
        return lambda run: {name: one(run) for name, one in found.items()}

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST * 3:
            raise not_compiled("too deep")


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
    """Ignore the value of a call statement."""
