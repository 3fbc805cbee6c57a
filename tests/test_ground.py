"""Locks, licence, documents, sizes of files, and no trace of a machine."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from scripts import docs, find
from scripts.lock import SOURCES
from scripts.locks import pinned
from scripts.stamps import Stamps, digest
from tests import forbidden

ROOT = find.ROOT
LOCKS = [f"{name}.txt" for name in SOURCES]
NOT_OURS = {".git", ".venv", ".venv-tools", "node_modules", "dist", "var", "__pycache__"}

# Split, so that this file does not match itself.
FOREIGN = re.compile(
    r"(?<![\w.~/*-])/(?:" + r"work/|ro" + r"ot/|ho" + r"me/\w|tm" + r"p/)"
    r"|py" + r"pi\.org|python" + r"hosted\.org|registry\.npm" + r"js\.org|deb\.deb" + r"ian\.org"
)


def entries(lock: str) -> dict[str, str]:
    """The text that follows each `name==version` of a lock."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)
    return {part.split("==")[0].split("[")[0]: part for part in parts if "==" in part.split("\n")[0]}


def direct(listed: Path) -> set[str]:
    """The names of pyproject.toml or of a .in file, without extras and bounds."""
    text = listed.read_text(encoding="utf-8")
    lines = text.split() if listed.suffix == ".in" else tomllib.loads(text)["project"]["dependencies"]
    return {spelled(re.split(r"[\[<>=~!;\s]", line)[0]) for line in lines}


def spelled(name: str) -> str:
    """A package's name as registries compare it: `uv_build` is `uv-build`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def ours() -> list[Path]:
    """All files of the project that were not generated: those known to git, or in an unpacked archive."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True
        ).stdout.split("\0")
        return [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_has_hashes(lock: str):
    without = [name for name, entry in entries(lock).items() if "--hash=sha256:" not in entry]
    assert entries(lock)
    assert without == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str):
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links|^file:", text) == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_lock_was_made_from_the_names_of_its_lists(name: str):
    wanted = {one for listed in SOURCES[name] for one in direct(ROOT / listed)}
    assert {spelled(one.name) for one in pinned(name) if one.direct} == wanted


def test_run_and_dev_lock_the_same_versions():
    def versions(lock: str) -> dict[str, str]:
        return {name: entry.split("==")[1].split()[0] for name, entry in entries(lock).items()}

    run, dev = versions("run.txt"), versions("dev.txt")
    assert {name: dev.get(name) for name in run} == run


def test_the_front_ends_lock_has_hashes_and_no_address():
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_every_direct_dependency_is_explained():
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {spelled(name) for name in re.findall(r"^\| (\S+) \|", page, re.MULTILINE)} - {"package", "-"}
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    named = {name for listed in SOURCES.values() for one in listed for name in direct(ROOT / one)}
    named |= {spelled(name) for name in package["dependencies"] | package["devDependencies"]}
    assert {"missing": named - explained, "left over": explained - named} == {"missing": set(), "left over": set()}


def test_files_end_before_400_lines():
    sources = [path for folder in ("src", "scripts", "tests") for path in (ROOT / folder).rglob("*.py")]
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").split("\n")) for path in sources}
    assert sources
    assert {path: length for path, length in lengths.items() if length > 400 and "migrations" not in path.parts} == {}


def test_a_line_of_a_template_has_at_most_200_characters():
    lines = {page: page.read_text(encoding="utf-8").split("\n") for page in (ROOT / "src").rglob("*.html")}
    assert lines
    long = {page: [number for number, line in enumerate(found, 1) if len(line) > 200] for page, found in lines.items()}
    assert {page.relative_to(ROOT): numbers for page, numbers in long.items() if numbers} == {}


def test_a_dataclass_has_at_most_17_fields():
    """A larger one is several things. The profile of a network has a group of facts behind each of its fields."""
    found = {}
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "dataclass" in text else ():
            if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list):
                found[node.name] = sum(isinstance(one, ast.AnnAssign) for one in node.body)
    assert {name for name, fields in found.items() if fields > 17} == {"NetworkProfile"}


def test_nothing_of_a_machine_or_a_registry_is_in_the_repository():
    found = []
    for path in ours():
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if FOREIGN.search(line)]
    assert found == []


def test_the_licence_is_the_one_that_is_declared():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.strip().startswith("Apache License\n                           Version 2.0, January 2004")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert len(licence.split("\n")) > 200


def test_the_check_of_the_documents_finds_what_is_not_there(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(
        "# A title, with marks!\n[gone](gone.md) [no heading](#nowhere) [fine](#a-title-with-marks) "
        "[away](https://example.org)\n`[code](is-no-link.md)` `VECHE_DATA` `VECHE_" + "NOBODY_READS` `make nonsense`\n"
        "`networks/protocol.py` `web/pages/` `networks/protocoll.py` `web/sides/`\n```\ndrawn  veche/nothing.py\n```\n",
        encoding="utf-8",
    )
    checks = (docs.dead_links, docs.unknown_sources, docs.unknown_settings, docs.unknown_targets)
    found = [text for check in checks for text in check(page)]
    assert found == [
        "no file behind the link gone.md",
        "no heading behind the link #nowhere",
        "no source networks/protocoll.py",
        "no source veche/nothing.py",
        "no source web/sides/",
        "nothing reads VECHE_" + "NOBODY_READS",
        "no target «make nonsense»",
    ]


def test_a_program_that_does_not_work_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, script in {"broken": "echo no such version >&2; exit 127", "whole": "echo tool 1.20.3"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "tool").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name / "tool").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}:{tmp_path / 'whole'}")
    assert [find.numbers(find.answer(path, "--version")) for path in find.on_path("tool")] == [(), (1, 20, 3)]


def test_a_step_is_repeated_when_a_byte_changes_or_the_stamp_was_cut_off(tmp_path: Path):
    source, stamps = tmp_path / "source", Stamps(tmp_path / "stamps.json")
    source.write_text("one", encoding="utf-8")
    first = digest([source])
    assert stamps.fresh("build", first) is False
    stamps.put("build", first)
    assert stamps.fresh("build", digest([source])) is True
    source.write_text("two", encoding="utf-8")
    assert stamps.fresh("build", digest([source])) is False
    stamps.path.write_text('{"build": "', encoding="utf-8")
    assert stamps.fresh("build", first) is False


def test_no_test_waits_blindly_cuts_html_or_compares_unlike_things_at_once():
    paths = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")]
    # Programs that measure, and the one place that waits by the clock.
    tests = [path for path in paths if not {"bench", "chaos", "before_profiles", "waiting.py"} & set(path.parts)]
    found = {path: forbidden.faults(ast.parse((ROOT / path).read_text(encoding="utf-8"))) for path in tests}
    assert tests
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_rules_for_tests_find_what_they_forbid():
    source = """
time.sleep(1)
page.wait_for_timeout(300)
threading.Event().wait(0.5)
page.partition('id="queue"')[2].partition("</section>")[0]
page.split("<li>")
re.sub(r"<[^>]+>", " ", page)
assert (a, b, c, d) == (1, 2, 3, 4)
going_on.wait(30)
answer.partition(b"\\r\\n")
assert (a, b, c) == (1, 2, 3)
"""
    assert forbidden.faults(ast.parse(source)) == [
        "2: time.sleep: wait for the event (tests/waiting.py)",
        "3: wait_for_timeout: wait for the event (tests/waiting.py)",
        "4: Event().wait: wait for the event (tests/waiting.py)",
        "5: partition cuts HTML: find it by tests/markup.py",
        "5: partition cuts HTML: find it by tests/markup.py",
        "6: split cuts HTML: find it by tests/markup.py",
        "7: sub cuts HTML: find it by tests/markup.py",
        "8: a tuple of 4: assert each member, so that a failure names it",
    ]
