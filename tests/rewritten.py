"""Bytecode of the tests with rewritten assertions, written once before several processes of pytest read it.

python -m tests.rewritten writes what is missing: in a fresh clone each process would compile every test for itself.
"""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from _pytest.assertion.rewrite import PYC_TAIL, _read_pyc, _rewrite_test, _write_pyc_fp, get_cache_dir

TESTS = Path(__file__).parent


def files() -> list[Path]:
    """What pytest rewrites."""
    return sorted([*TESTS.rglob("test_*.py"), *TESTS.rglob("conftest.py")])


def rewrite(file: Path) -> None:
    """Write the bytecode of one file where pytest looks for it, unless it is there."""
    kept = bytecode_of(file)
    if _read_pyc(file, kept) is not None:
        return
    digest, code = _rewrite_test(file, None)  # type: ignore[arg-type] # the options of a run do not matter here
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f"{kept.name}.rewritten")
    with unfinished.open("wb") as written:
        _write_pyc_fp(written, digest, code)
    unfinished.replace(kept)


def bytecode_of(file: Path) -> Path:
    return get_cache_dir(file) / f"{file.stem}{PYC_TAIL}"


if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        list(pool.map(rewrite, files(), chunksize=10))
