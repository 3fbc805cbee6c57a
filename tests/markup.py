"""Parts of a page, found by a parser: `element(page, "section#queue")`, `words(page)`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

type Attributes = Sequence[tuple[str, str | None]]

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Their text goes on without a gap.
INLINE = frozenset({"bdi", "mark", "wbr"})
_SELECTOR = re.compile(
    r"(?P<tag>[\w-]*)(?:#(?P<id>[\w-]+))?(?P<classes>(?:\.[\w-]+)*)(?:\[(?P<name>[\w-]+)(?:=(?P<value>[^\]]*))?\])?"
)


@dataclass(frozen=True, slots=True)
class Selector:
    """`tag#id.class.class[attribute=value]`; each part may be left out."""

    tag: str
    id: str | None
    classes: frozenset[str]
    name: str | None
    value: str | None

    def chooses(self, tag: str, attributes: Attributes) -> bool:
        given = dict(attributes)
        return (
            self.tag in {"", tag}
            and self.id in {None, given.get("id")}
            and self.classes <= set((given.get("class") or "").split())
            and (self.name is None or self.name in given)
            and self.value in {None, given.get(self.name or "")}
        )


def _read(selector: str) -> Selector:
    parts = _SELECTOR.fullmatch(selector)
    assert parts, f"not a selector: {selector}"
    classes = frozenset(filter(None, parts["classes"].split(".")))
    return Selector(parts["tag"], parts["id"], classes, parts["name"], parts["value"])


class _Finder(HTMLParser):
    def __init__(self, page: str, selector: Selector) -> None:
        super().__init__()
        self._page, self._selector = page, selector
        self._lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
        self._open: list[tuple[str, int, int]] = []
        self.slices: list[tuple[int, int]] = []
        self.attributes: list[dict[str, str | None]] = []
        self.feed(page)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append((tag, len(self.slices) - 1 if self._selector.chooses(tag, attrs) else -1, self._here()))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if self._selector.chooses(tag, attrs):
            begin = self._here()
            self.slices.append((begin, begin + len(self.get_starttag_text() or "")))
            self.attributes.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        while tag in {name for name, _, _ in self._open}:
            name, number, begin = self._open.pop()
            if number >= 0:
                self.slices[number] = (begin, self._page.index(">", self._here()) + 1)
            if name == tag:
                return


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.found += "" if tag in INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.found += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.found += data


def elements(page: str, selector: str) -> list[str]:
    """The source of each such element, whole, in the order of the page."""
    return [page[begin:end] for begin, end in _Finder(page, _read(selector)).slices]


def element(page: str, selector: str) -> str:
    """The source of the first such element."""
    found = elements(page, selector)
    assert found, f"the page has no {selector}"
    return found[0]


def attribute(page: str, selector: str, name: str) -> str:
    """The value of an attribute of the first such element."""
    found = _Finder(page, _read(selector)).attributes
    assert found, f"the page has no {selector}"
    return found[0][name] or ""


def spaced_once(page: str) -> str:
    """The source with one space for each indentation and break of a line."""
    return re.sub(r"[ \t\n]+", " ", page)


def words(page: str) -> str:
    """What a person reads, with single spaces."""
    return " ".join(_Text(page).found.split())
