"""The sandbox's table of parameters against the published one, which is not in this repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from veche_sandbox.telegram.table import METHODS, OBJECTS, Parameter

pytestmark = pytest.mark.sweep

SHARED = Path(os.environ.get("VECHE_SHARED", Path(__file__).parents[3].parent / "shared"))
PUBLISHED = SHARED / "specs" / "telegram" / "api.json"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    if not PUBLISHED.exists():
        pytest.skip(f"the published table of the Bot API is not at {PUBLISHED} (set VECHE_SHARED)")
    table: dict[str, Any] = json.loads(PUBLISHED.read_text())
    return table


def _fields(entry: dict[str, Any]) -> dict[str, Parameter]:
    return {
        field["name"]: Parameter(field["name"], "|".join(field["types"]), field["required"])
        for field in entry.get("fields", [])
    }


@pytest.mark.parametrize("method", METHODS)
def test_parameters_of_methods_are_as_published(method: str, published: dict[str, Any]) -> None:
    assert METHODS[method] == _fields(published["methods"][method])


@pytest.mark.parametrize("kind", OBJECTS)
def test_fields_of_objects_are_as_published(kind: str, published: dict[str, Any]) -> None:
    assert OBJECTS[kind] == _fields(published["types"][kind])
