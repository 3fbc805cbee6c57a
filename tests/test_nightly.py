"""`make nightly` runs every test marked nightly: nothing else does, so a test that it left out would never run."""

import ast
import subprocess
from pathlib import Path

from scripts.find import ROOT
from tests.conftest import runs_nothing_of


def nightly_files() -> set[Path]:
    """Test files that use the mark."""
    return {path for path in (ROOT / "tests").rglob("test_*.py") if uses_the_mark(path.read_text(encoding="utf-8"))}


def uses_the_mark(source: str) -> bool:
    return "nightly" in source and any(
        isinstance(node, ast.Attribute) and ast.unparse(node) == "pytest.mark.nightly"
        for node in ast.walk(ast.parse(source))
    )


def folders_of_the_night() -> list[Path]:
    """What `make nightly` gives to `pytest -m nightly`."""
    said = subprocess.run(["make", "-n", "nightly"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    runs = [line.split() for line in said.splitlines() if "-m nightly" in line]
    return [ROOT / word for words in runs for word in words if (ROOT / word).exists() and word.startswith("tests")]


def test_make_nightly_is_given_every_file_with_nightly_tests():
    folders = folders_of_the_night()

    assert len(nightly_files()) > 5
    assert {path for path in nightly_files() if not any(path.is_relative_to(folder) for folder in folders)} == set()


def test_no_such_file_is_left_out_while_tests_are_collected():
    assert {path for path in nightly_files() if runs_nothing_of(path.read_text(encoding="utf-8"), "nightly")} == set()
