"""Requests to each network, all acts, formats and reads, compared with published specifications.

The specifications may lie beside the repository; typed methods of independent clients are always used.
"""

import importlib
import inspect
import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.lazily import Lazily
from tests.networks.conftest import Bench
from tests.networks.recording import Request, record
from tests.networks.test_ok_answers import EVERY_CALL, OK_METHODS
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.max import published as max_published
from tests.veche_sandbox.telegram.test_table import PUBLISHED as TELEGRAM_PUBLISHED
from tests.veche_sandbox.vk import oracle
from veche.kernel.http import HttpClient

if TYPE_CHECKING:
    import aiogram
    import maxo.bot
    import pydantic
else:
    aiogram = Lazily("aiogram")
    maxo = Lazily("maxo")
    pydantic = Lazily("pydantic")

type Calls = list[tuple[str, dict[str, Any]]]

# Documented at dev.vk.com but missing in the schema, and so in vkbottle.
FORGOTTEN_IN_VK = {("wall.get", "unknown: owner_id")}
# Newer than the derived list of 2017: apiok.ru.
YOUNGER_IN_OK: dict[str, set[str]] = {
    "mediatopic.edit": {"topic_id", "attachment"},
    "mediatopic.deleteTopic": {"topic_id"},
    "auth.touchSession": set(),
}
# Parameters of every call, in no published table: token and version.
EVERY_VK_CALL = {"access_token", "v"}


@pytest.fixture(scope="module")
def sent(sandbox: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Request]]:
    """All requests of an adapter, recorded once for all comparisons."""
    kept: dict[str, list[Request]] = {}
    where = urlsplit(sandbox.info["control"])

    def of(slug: str) -> list[Request]:
        if slug not in kept:
            http = HttpClient(allowed_private=frozenset({(where.hostname or "", where.port or 80)}))
            kept[slug] = record(Bench(sandbox, slug, {}, http), tmp_path_factory.mktemp(slug))
        return kept[slug]

    return of


@pytest.fixture
def vk_calls(sent: Callable[[str], list[Request]]) -> Calls:
    asked = [one for one in sent("vk") if "/method/" in one.url]
    return [(one.url.rpartition("/")[2], _without(one.content["data"], EVERY_VK_CALL)) for one in asked]


def _without(form: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name not in names}


def test_vk_s_calls_are_as_published(vk_calls: Calls) -> None:
    if not oracle.present():
        pytest.skip(oracle.MISSING)
    known = oracle.methods()

    wrong = {
        (method, fault)
        for method, params in vk_calls
        for fault in (_vk_faults(known[method], params) if method in known else ["not published"])
    }

    assert wrong == FORGOTTEN_IN_VK
    assert len({method for method, _ in vk_calls}) >= 40


def _vk_faults(method: Mapping[str, Any], params: Mapping[str, str]) -> Iterator[str]:
    known = {one["name"]: one for one in method.get("parameters", ())}
    yield from (f"unknown: {name}" for name in params.keys() - known.keys())
    yield from (f"missing: {name}" for name, one in known.items() if one.get("required") and name not in params)
    for name in params.keys() & known.keys():
        yield from oracle.faults(_as_typed(params[name], known[name]), known[name], name)


def _as_typed(value: str, schema: Mapping[str, Any]) -> Any:
    """The typed value of a form's text."""
    kind = schema.get("type")
    if kind == "array":
        return [_as_typed(one, schema.get("items", {})) for one in value.split(",")]
    if kind == "boolean" and value in ("0", "1"):
        return value == "1"
    return int(value) if kind == "integer" and re.fullmatch(r"-?\d+", value) else value


@pytest.mark.sweep
def test_vk_s_calls_are_those_of_vkbottle(vk_calls: Calls) -> None:
    """Each is a method of one of its categories, and every parameter has the declared type."""
    assert {
        (method, fault) for method, params in vk_calls for fault in _vkbottle_faults(method, params)
    } == FORGOTTEN_IN_VK


def _vkbottle_faults(method: str, params: Mapping[str, str]) -> Iterator[str]:
    category, _, name = method.partition(".")
    module = importlib.import_module(f"vkbottle_types.methods.{category}")
    call = getattr(getattr(module, f"{category.capitalize()}Category"), re.sub("([A-Z])", r"_\1", name).lower(), None)
    if call is None:
        yield "unknown to vkbottle"
        return
    types = typing.get_type_hints(call)
    named = inspect.signature(call).parameters
    yield from (f"unknown: {one}" for one in params if one not in named)
    required = {one for one, told in named.items() if told.default is told.empty} - {"self", "kwargs"}
    yield from (f"missing: {one}" for one in required - params.keys())
    for one, value in params.items():
        if one in types and not _is_of(types[one], value):
            yield f"{one}: {value!r} is no {types[one]}"


def _is_of(kind: Any, value: str) -> bool:
    """As text, or as the list that the text contains."""
    for typed in (value, value.split(",")):
        try:
            pydantic.TypeAdapter(kind).validate_python(typed)
        except pydantic.ValidationError:
            continue
        return True
    return False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a form. Importing aiogram for its own class takes seconds."""

    file_name: str


@pytest.fixture
def telegram_calls(sent: Callable[[str], list[Request]]) -> Calls:
    found = []
    for one in sent("telegram"):
        params = dict(one.content.get("json") or {})
        params |= {name: _read(value) for name, value in (one.content.get("data") or {}).items()}
        params |= {name: Attached(file[0]) for name, file in (one.content.get("files") or {}).items()}
        found.append((one.url.rpartition("/")[2], params))
    return found


def _read(field: str) -> Any:
    """The value of a form field: JSON, or plain text."""
    try:
        return json.loads(field)
    except ValueError:
        return field


def test_telegram_s_calls_are_as_published(telegram_calls: Calls) -> None:
    if not TELEGRAM_PUBLISHED.exists():
        pytest.skip(f"the published table of the Bot API is not at {TELEGRAM_PUBLISHED} (set VECHE_SHARED)")
    known = json.loads(TELEGRAM_PUBLISHED.read_text())["methods"]

    wrong = {(method, fault) for method, params in telegram_calls for fault in _telegram_faults(known[method], params)}

    assert wrong == set()
    assert len({method for method, _ in telegram_calls}) >= 24


def _telegram_faults(method: Mapping[str, Any], params: Mapping[str, Any]) -> Iterator[str]:
    known = {one["name"]: one for one in method.get("fields", ())}
    attached = {name for name, value in params.items() if isinstance(value, Attached)}
    yield from (f"unknown: {name}" for name in params.keys() - known.keys() - attached)
    yield from (f"missing: {name}" for name, one in known.items() if one["required"] and name not in params)


@pytest.mark.peers
@pytest.mark.nightly
def test_telegram_s_calls_are_those_of_aiogram(telegram_calls: Calls) -> None:
    """Each fills an aiogram model, every parameter with the declared type."""
    known = {
        one.__api_method__: one
        for one in vars(aiogram.methods).values()
        if inspect.isclass(one)
        and issubclass(one, aiogram.methods.TelegramMethod)
        and one is not aiogram.methods.TelegramMethod
    }

    assert len({method for method, _ in telegram_calls}) >= 24
    for method, params in telegram_calls:
        model = known[method]
        files = {
            name: aiogram.types.BufferedInputFile(b"", value.file_name)
            for name, value in params.items()
            if isinstance(value, Attached)
        }
        given = {name: value for name, value in params.items() if name not in files}
        given |= {name: file for name, file in files.items() if name in model.model_fields}
        assert given.keys() <= model.model_fields.keys(), method
        model.model_validate(given)


@pytest.fixture
def max_calls(sent: Callable[[str], list[Request]]) -> list[tuple[str, str, dict[str, Any], Any]]:
    """Addresses without the sandbox's prefix; uploads go to a server named in an answer."""
    return [
        (one.verb, path, dict(one.content.get("params") or {}), one.content.get("json"))
        for one in sent("max")
        if not (path := urlsplit(one.url).path.removeprefix("/max")).startswith("/upload/")
    ]


def test_max_s_calls_are_as_published(max_calls: list[tuple[str, str, dict[str, Any], Any]]) -> None:
    if not max_published.HERE:
        pytest.skip(max_published.MISSING)
    table = max_published.operations()

    found = {
        (verb, problem)
        for verb, path, query, body in max_calls
        for problem in max_published.problems(table, verb, _with(path, query), body)
    }

    assert found == set()
    assert len({(verb, _shape(path)) for verb, path, _, _ in max_calls}) >= 18


@pytest.mark.sweep
def test_max_s_calls_are_those_of_maxo(max_calls: list[tuple[str, str, dict[str, Any], Any]]) -> None:
    """Each is a method of maxo's, without names that its class lacks."""
    known = {
        (one.__method__.upper(), max_published.shape(one.__url__)): set(one.__annotations__)
        for one in vars(maxo.bot.methods).values()
        if hasattr(one, "__url__") and hasattr(one, "__method__")
    }

    assert len({(verb, _shape(path)) for verb, path, _, _ in max_calls}) >= 18
    for verb, path, query, body in max_calls:
        names = {*query, *(body or {})}
        assert names <= known[verb, _shape(path)], (verb, path)


def _with(path: str, query: Mapping[str, Any]) -> str:
    return "http://max" + path + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def _shape(path: str) -> str:
    return re.sub(r"/(mid\.[0-9a-f]+|-\d+)(?=/|$)", "/{}", path)


def test_ok_s_calls_are_as_published(sent: Callable[[str], list[Request]]) -> None:
    if not OK_METHODS.is_file():
        pytest.skip(f"the list of OK's methods is not at {OK_METHODS} (set VECHE_SHARED)")
    methods = json.loads(OK_METHODS.read_text(encoding="utf-8"))["methods"]
    known = {name: set(method["params"]) for name, method in methods.items()} | YOUNGER_IN_OK
    forms = [dict(one.content["data"]) for one in sent("ok") if one.url.endswith("/fb.do")]

    strange = {
        (form["method"], *sorted(form.keys() - known.get(form["method"], set()) - EVERY_CALL))
        for form in forms
        if form["method"] not in known or form.keys() - known[form["method"]] - EVERY_CALL
    }

    assert strange == set()
    assert len({form["method"] for form in forms}) >= 19
