import json
from pathlib import Path

import pytest
from pytest_django import Settings

from veche.config import static


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """A folder with one file, instead of the front end; collected files go beside it."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("body {}", encoding="utf-8")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    return folder


def test_without_a_manifest_files_keep_their_names(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path

    assert static.StaticStorage().url("page.css") == "/static/page.css"


def test_collected_files_have_their_hash_in_the_name(source: Path, settings: Settings) -> None:
    assert static.collect()

    paths = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert list(paths) == ["page.css"]
    assert static.StaticStorage().url("page.css") == f"/static/{paths['page.css']}"
    assert (settings.STATIC_ROOT / f"{paths['page.css']}").read_text(encoding="utf-8") == "body {}"


def test_nothing_is_collected_twice_and_a_change_is_seen(source: Path) -> None:
    first, again = static.collect(), static.collect()
    (source / "page.css").write_text("body { color: black }", encoding="utf-8")

    assert first is True
    assert again is False
    assert static.collect() is True
