"""A page as the server sends it: its links and the kinds of its elements, read without showing it."""

from html.parser import HTMLParser
from urllib.parse import SplitResult, urljoin, urlsplit

from tests.e2e.window import Window


class PageSource(HTMLParser):
    """`links`: paths of this site. `parts`: tag, role, type and classes of each element."""

    def __init__(self, window: Window, path: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: set[str] = set()
        answer = window.page.request.get(path, headers={"Accept": "text/html"})
        self.status = answer.status
        self._url = answer.url
        self.feed(answer.text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = (tag, given.get("role", ""), given.get("type", ""), *sorted(given.get("class", "").split()))
        self.parts.add(" ".join(kind))
        if tag == "a" and "href" in given:
            self._follow(urlsplit(urljoin(self._url, given["href"])))

    def _follow(self, link: SplitResult) -> None:
        if link.netloc == urlsplit(self._url).netloc:
            self.links.append(link._replace(scheme="", netloc="", fragment="").geturl())
