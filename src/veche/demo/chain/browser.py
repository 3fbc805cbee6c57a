"""A browser without a window: cookies, redirects, and forms parsed from the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin

import httpx2  # noqa: TID251 -- visits our own pages; networks are called by veche.kernel.http

SECONDS = 20.0
# The status of a form that returned with errors.
REFUSED = 422
# Tags of marked words: the reader would put a space where the page shows none.
MARKED = re.compile(r"</?mark[^>]*>")

type File = tuple[str, bytes, str]


class NotThere(Exception):
    """The page lacks a form, link or word. The text is Russian."""


@dataclass(slots=True)
class Form:
    """`fields`: as a browser would send them unchanged; `ways`: addresses of its buttons (`formaction`)."""

    id: str
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    status: int
    html: str
    forms: tuple[Form, ...]
    links: tuple[Link, ...]
    words: str

    def form(self, address: str) -> Form:
        """The form whose address, or whose button's address, contains these letters. Raises `NotThere`."""
        found = [one for one in self.forms if address in one.action or any(address in way for way in one.ways)]
        if not found:
            raise NotThere(f"на странице {self.url} нет формы «{address}»")
        return found[0]

    def link(self, words: str) -> str:
        found = [one.url for one in self.links if words in one.words]
        if not found:
            raise NotThere(f"на странице {self.url} нет ссылки «{words}»")
        return found[0]

    def after(self, mark: str, until: str) -> str:
        """The page's source between two marks. Raises `NotThere`."""
        _before, found, rest = self.html.partition(mark)
        if not found:
            raise NotThere(f"на странице {self.url} нет «{mark}»")
        return rest.partition(until)[0]


class Browser:
    """One person's browser."""

    def __init__(self, base: str) -> None:
        self._client = httpx2.Client(base_url=base, follow_redirects=True, timeout=SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open(self, url: str, *, refused: int = 0) -> Page:
        """`refused`: the status with which the page must refuse."""
        return self._page(self._client.get(url), refused=refused)

    def send(
        self,
        page: Page,
        form: Form,
        *,
        to: str = "",
        files: dict[str, File] | None = None,
        filled: Mapping[str, str | list[str]],
        refused: bool = False,
    ) -> Page:
        """Fill in a form, press the button whose address contains `to`, and return the next page.

        Fields not in `filled` are sent unchanged. `refused`: expect the form to return with errors.
        """
        way = next((way for way in form.ways if to and to in way), form.action)
        fields: dict[str, list[str]] = {}
        for name, value in form.fields:
            fields.setdefault(name, []).append(value)
        fields |= {name: value if isinstance(value, list) else [value] for name, value in filled.items()}
        answer = self._client.post(urljoin(page.url, way), data=fields, files=files, headers={"Referer": page.url})
        return self._page(answer, refused=REFUSED if refused else 0)

    @staticmethod
    def _page(answer: httpx2.Response, *, refused: int = 0) -> Page:
        if (answer.status_code != refused) if refused else (answer.status_code >= 400):
            raise NotThere(f"{answer.request.method} {answer.url}: ответ {answer.status_code}")
        reader = _Reader(str(answer.url))
        reader.feed(MARKED.sub("", answer.text))
        forms, links = tuple(reader.forms), tuple(reader.links)
        words = " ".join(" ".join(reader.words).split())
        return Page(str(answer.url), answer.status_code, answer.text, forms, links, words)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.words: list[str] = []
        self._url = url
        self._inside: list[Form] = []
        self._link: Link | None = None
        self._area: tuple[Form | None, str, str] | None = None
        self._choice: tuple[Form | None, str, bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside.append(self._form(given))
        elif tag == "a" and "href" in given:
            self._link = Link(given["href"])
            self.links.append(self._link)
        elif tag == "input":
            self._input(given)
        elif tag == "button" and given.get("formaction") and (form := self._owner(given)):
            form.ways.append(given["formaction"])
        elif tag == "textarea":
            self._area = (self._owner(given), given.get("name", ""), "")
        elif tag == "select":
            self._choice = (self._owner(given), given.get("name", ""), False)
        elif tag == "option":
            self._option(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._inside:
            self._inside.pop()
        elif tag == "a":
            self._link = None
        elif tag == "textarea" and self._area:
            form, name, text = self._area
            if form:
                form.fields.append((name, text.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._choice = None

    def handle_data(self, data: str) -> None:
        if self._area:
            form, name, text = self._area
            self._area = (form, name, text + data)
        if self._link:
            self._link.words += data
        self.words.append(data)

    def _owner(self, given: dict[str, str]) -> Form | None:
        if given.get("form"):
            named = [form for form in self.forms if form.id == given["form"]]
            return named[-1] if named else self._promised(given["form"])
        return self._inside[-1] if self._inside else None

    def _form(self, given: dict[str, str]) -> Form:
        """A new form, or the one that an earlier button named by its id."""
        action, method = given.get("action") or self._url, given.get("method", "get").lower()
        promised = [form for form in self.forms if form.id and form.id == given.get("id") and not form.action]
        if promised:
            promised[0].action, promised[0].method = action, method
            return promised[0]
        self.forms.append(Form(given.get("id", ""), action, method))
        return self.forms[-1]

    def _promised(self, name: str) -> Form:
        """A form named by a button that precedes it."""
        form = Form(name, "", "post")
        self.forms.append(form)
        return form

    def _input(self, given: dict[str, str]) -> None:
        form, name, kind = self._owner(given), given.get("name", ""), given.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in given
        if form and name and ticked and kind not in ("file", "submit", "button"):
            form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))

    def _option(self, given: dict[str, str]) -> None:
        if self._choice is None:
            return
        form, name, chosen = self._choice
        if form and name and ("selected" in given or not chosen):
            if "selected" in given and chosen:
                form.fields.pop()
            form.fields.append((name, given.get("value", "")))
            self._choice = (form, name, True)
