"""No name that a database, a queue, the journal or a sent letter holds goes or changes its meaning.

stored_values.json is how it was at commit cd8328f; see stored_values.py. Whoever renames something in the code keeps
what is stored, and never edits that file to make these tests pass.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.tasks import Task
from django.utils.module_loading import import_string

from tests.upkeep.stored_values import made_of, present
from veche.inbox.domain.event_json import from_json, to_json
from veche.networks.payload import act_from_json, act_to_json

STORED = json.loads((Path(__file__).parent / "stored_values.json").read_text(encoding="utf-8"))
PAYLOADS, EVENTS = STORED.pop("payloads"), STORED.pop("events")
MEDIA = Path("/media")

known_now = cache(present)


@pytest.mark.parametrize("part", sorted(STORED.keys() - {"tasks", "screening_rules"}))
def test_what_is_stored_keeps_its_name_and_meaning(part: str) -> None:
    assert _lost(STORED[part], known_now()[part]) == []


def _lost(stored: Any, known: Any, name: str = "") -> list[str]:
    """Names that the present code lacks or understands otherwise. Lists may have grown."""
    match stored, known:
        case list(), list():
            return [f"{name} {value}" for value in stored if value not in known]
        case dict(), dict():
            return [gone for key in stored for gone in _lost(stored[key], known.get(key), key)]
    return [] if stored == known else [f"{name}: {stored} → {known}"]


def test_every_queued_task_is_found_by_its_path() -> None:
    found = {path: import_string(path) for path in STORED["tasks"]}

    assert {path: task.queue_name for path, task in found.items() if isinstance(task, Task)} == STORED["tasks"]


def test_every_rule_of_screening_has_its_code() -> None:
    known, ends = set(known_now()["screening_rules"]), tuple(made_of("screening"))

    lost = [code for code in STORED["screening_rules"] if code not in known]
    assert [code for code in lost if not (code.startswith(ends) or code.endswith(ends))] == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload["verb"])
def test_the_payload_of_an_act_is_read_and_written_as_it_was(payload: dict[str, Any]) -> None:
    assert json.loads(json.dumps(act_to_json(act_from_json(payload, media_root=MEDIA)))) == payload


@pytest.mark.parametrize(("kind", "event"), EVENTS, ids=[event["dedup"] for _, event in EVENTS])
def test_an_event_of_a_network_is_read_and_written_as_it_was(kind: str, event: dict[str, Any]) -> None:
    assert json.loads(json.dumps(to_json(from_json(kind, event)))) == event


def test_what_was_written_before_cattrs_is_written_again_byte_for_byte() -> None:
    """One payload of an act or one event a line, drawn by Hypothesis and written by the code of commit a889bdfc."""
    folder = Path(__file__).parent
    acts = (folder / "payloads_before_cattrs.jsonl").read_text(encoding="utf-8").splitlines()
    events = (folder / "events_before_cattrs.jsonl").read_text(encoding="utf-8").splitlines()

    assert [json.dumps(act_to_json(act_from_json(json.loads(line), media_root=MEDIA))) for line in acts] == acts
    read = [(kind, from_json(kind, event)) for kind, event in map(json.loads, events)]
    assert [json.dumps([kind, to_json(event)]) for kind, event in read] == events


def test_each_verb_has_a_payload() -> None:
    assert {payload["verb"] for payload in PAYLOADS} == set(STORED["verbs"])
