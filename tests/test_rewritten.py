"""pytest reads the bytecode that tests/rewritten.py writes, and rewrites nothing again."""

from pathlib import Path

import pytest

from tests.rewritten import bytecode_of, rewrite

pytest_plugins = ["pytester"]

TEST = """
def test_it(request):
    assert [1, 2] == [1, 2]
"""


def test_pytest_finds_what_was_written(pytester: pytest.Pytester) -> None:
    file = pytester.makepyfile(test_one=TEST)
    rewrite(file)
    written = bytecode_of(file).stat().st_ino

    rewrite(file)
    done = pytester.runpytest_subprocess("-p", "no:django", "--trace-config", "--debug=said.txt", str(file))

    assert done.ret == 0
    assert bytecode_of(file).stat().st_ino == written
    assert "found cached rewritten pyc for" in Path("said.txt").read_text(encoding="utf-8")
