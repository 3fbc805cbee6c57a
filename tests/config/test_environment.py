import ast
from pathlib import Path

import pytest

from veche.config import environment
from veche.config.environment import VARIABLES
from veche.networks.registry import NETWORKS

CONFIG = Path(environment.__file__).parent


def test_each_variable_stands_once_in_the_table_and_is_read() -> None:
    table = [variable.name for variable in VARIABLES]

    networks = {f"VECHE_{slug.upper()}_{part}" for slug in NETWORKS for part in ("URL", "PROXY", "CA", "PAGES")}
    assert len(set(table)) == len(table)
    assert set(table) == _names_read() | networks


def test_a_network_that_must_be_asked_for_is_offered_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_OPT_IN", ("max",))
    unasked = environment.offered_networks()
    monkeypatch.setenv("VECHE_NETWORKS", "max")
    asked = environment.offered_networks()
    monkeypatch.setenv("VECHE_NETWORKS", "vk")

    assert (unasked, asked) == (tuple(slug for slug in NETWORKS if slug != "max"), tuple(NETWORKS))
    with pytest.raises(
        environment.WrongValue, match=r"^VECHE_NETWORKS=vk: обычные сети .* не называют, сверх них есть: max\.$"
    ):
        environment.offered_networks()
    monkeypatch.setattr(environment, "_OPT_IN", ())
    with pytest.raises(
        environment.WrongValue, match=r"^VECHE_NETWORKS=vk: обычные сети .* не называют, других пока нет\.$"
    ):
        environment.offered_networks()


def test_each_variable_has_a_sentence() -> None:
    assert [one.name for one in VARIABLES if not one.meaning.endswith((".", ".)"))] == []


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False), ("Off", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("VECHE_DEMO", value)

    assert environment.flag("VECHE_DEMO") is expected


def test_anything_else_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECHE_DEMO", "perhaps")

    with pytest.raises(environment.WrongValue, match=r"^VECHE_DEMO=perhaps: нужно 1 или 0\.$"):
        environment.flag("VECHE_DEMO")


def test_a_variable_that_the_table_does_not_know_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        environment.text("VECHE_UNHEARD_OF")


def test_the_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VECHE_DATA", raising=False)
    monkeypatch.setenv("HOME", "/srv/anna")

    assert environment.data_folder() == Path("/srv/anna/.local/share/veche")


def _names_read() -> set[str]:
    """First arguments of `text("…")`, `flag`, `number`, `names`, `some_of`, `hosts`, in config and the command line."""
    found = set()
    for source in [*CONFIG.glob("*.py"), CONFIG.parent / "cli.py"]:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"text", "flag", "number", "names", "some_of", "hosts"}:
                    found.add(str(node.args[0].value))
    return found
