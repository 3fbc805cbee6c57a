"""Texts of a call with parsed markup and mentions of people."""

import re
from collections.abc import Mapping
from typing import Any

from veche_sandbox.store import Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.texts import Text, caption, message_text

_USER = re.compile(r"tg://user\?id=(\d{1,18})")


def message_words(call: Call) -> Text:
    arguments = call.arguments
    entities = arguments.data("entities", "entities")
    text = message_text(arguments.text("text"), arguments.text("parse_mode"), entities)
    return with_people(call.store, text)


def caption_words(call: Call, name: str = "caption", called: str = "") -> Text:
    """A caption. `called`: prefix of the names of mode and entities, such as «description_»."""
    arguments = call.arguments
    entities = arguments.data(f"{called or 'caption_'}entities", f"{called or 'caption '}entities".replace("_", " "))
    text = caption(arguments.text(name), arguments.text(f"{called}parse_mode"), entities)
    return with_people(call.store, text)


def caption_of(store: Store, item: Mapping[str, Any]) -> Text:
    """The caption of an InputMedia."""
    text, mode = item.get("caption") or "", item.get("parse_mode") or ""
    return with_people(store, caption(str(text), str(mode), item.get("caption_entities")))


def with_people(store: Store, text: Text) -> Text:
    """Convert links to people into mentions; those of unknown people are dropped."""
    entities = [_person(store, entity) for entity in text.entities]
    return Text(text.text, tuple(entity for entity in entities if entity))


def _person(store: Store, entity: dict[str, Any]) -> dict[str, Any] | None:
    if entity["type"] == "text_mention":
        given = entity.get("user")
        found = _user(store, given.get("id") if isinstance(given, dict) else None)
        if found is None:
            raise bad_request("user not found")
        return {**entity, "user": found}
    match = _USER.fullmatch(entity.get("url", "")) if entity["type"] == "text_link" else None
    if match is None:
        return entity
    found = _user(store, int(match[1]))
    place = {name: entity[name] for name in ("offset", "length")}
    return {"type": "text_mention", **place, "user": found} if found else None


def _user(store: Store, number: Any) -> dict[str, Any] | None:
    if not isinstance(number, int) or not 0 < number < 1 << 62:
        return None
    person = store.accounts.person_by_id("telegram", number)
    return shapes.user(person) if person else None
