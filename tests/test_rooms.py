"""Address names and templates belong to the room that answers: docs/architecture.md, «Between rooms»."""

import inspect
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from scripts.find import ROOT

SOURCE = ROOT / "src" / "veche"
# Names that are no room's: allauth asks for its own, and a load balancer for two.
ANY_NAME = ("account_", "mfa_", "healthz", "readyz")
NAMED_BY_ALLAUTH = {"account", "allauth", "mfa"}
# Folders of templates that every room extends, includes or writes.
FOR_ALL = {"", "cotton", "django", "shell"}
RENDERED = re.compile(r"[\"']([a-z_]+/[\w/]+\.(?:html|txt))\b")
USED = re.compile(r"{% (?:include|extends) \"([^\"]+)\"")
LINK = re.compile(r"(?:(?:reverse|redirect|url_of)\(|{% url )[\"']([a-z_:]+)[\"']")
IN_THE_DEMO = {"staff:demo", "staff:demo_sign_in"}


@cache
def sources(kind: str) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob(kind))}


def rooms() -> list[str]:
    """From the top down, as import-linter has them."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    floors = tools["importlinter"]["contracts"][0]["layers"]
    return [room for floor in floors for room in re.findall(r"\w+", floor)]


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def folder_of(template: str) -> str:
    return template.split("/", maxsplit=1)[0] if "/" in template else ""


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Each address's name and the room of its view, "" for a library's view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            package, *path = inspect.unwrap(entry.callback).__module__.split(".")
            yield f"{space}:{entry.name}" if space else str(entry.name), path[0] if package == "veche" else ""
        else:
            yield from addresses(entry, entry.namespace or space)


def is_foreign(path: Path, template: str) -> bool:
    """A room uses its own templates, parts (`_part.html`) of rooms below it, and what is for all."""
    room, folder, order = room_of(path), folder_of(template), rooms()
    if folder in FOR_ALL | {room} or (room == "staff" and folder in NAMED_BY_ALLAUTH):
        return False
    is_part = template.rpartition("/")[2].startswith("_")
    return not (is_part and folder in order and order.index(room) < order.index(folder))


def test_the_name_of_an_address_begins_with_the_room_of_its_view():
    found = dict(addresses())

    foreign = {name: room for name, room in found.items() if room and not name.startswith((f"{room}:", *ANY_NAME))}

    assert len(found) > 100
    assert foreign == {}


def test_every_linked_address_is_there():
    texts = [*sources("*.py").values(), *sources("*.html").values()]
    linked = {name for text in texts for name in LINK.findall(text)}

    assert len(linked) > 50
    assert linked - set(dict(addresses())) - IN_THE_DEMO == set()


def test_a_template_lies_in_the_room_that_its_folder_names():
    found = {path: path.relative_to(SOURCE).parts[2:] for path in SOURCE.glob("*/templates/**/*.*")}
    allowed = {("web", name) for name in FOR_ALL} | {("staff", name) for name in NAMED_BY_ALLAUTH}

    folders = {(room_of(path), folder_of("/".join(name))) for path, name in found.items()}

    assert ("web", "web") in folders
    assert {(room, folder) for room, folder in folders - allowed if room != folder} == set()


def test_a_room_renders_its_own_pages_and_parts_of_rooms_below():
    rendered = [(path, name) for path, text in sources("*.py").items() for name in RENDERED.findall(text)]
    used = [(path, name) for path, text in sources("*.html").items() for name in USED.findall(text)]

    assert (len(rendered) > 40, len(used) > 100) == (True, True)
    assert {(str(path.relative_to(SOURCE)), name) for path, name in rendered + used if is_foreign(path, name)} == set()
