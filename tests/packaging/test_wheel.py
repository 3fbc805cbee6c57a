"""The wheel: its contents, and that it suffices to open the site without the checkout."""

import hashlib
import json
import os
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path, PurePosixPath

import pytest

from scripts import bring, find, setup, wheel
from tests import tables
from tests.ports import free_port
from tests.test_ground import FOREIGN
from tests.waiting import wait_until

HOST = "veche.example.test"
ADMINISTRATION = (
    "--administration",
    "Администрация города Рубцовска",
    "--city",
    "Рубцовск",
    "--time-zone",
    "Asia/Barnaul",
)
PERSON = ("--person", "Отдел ИТ", "--email", "it@example.test", "--origin", f"https://{HOST}")
MAIL = ("--mail", "smtp://127.0.0.1:9", "--mail-from", "veche@example.test")
NEVER = {"tests", "scripts", "node_modules", "frontend", "__pycache__", "requirements", ".env"}

pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel.build(tmp_path_factory.mktemp("wheel"))


def test_the_same_sources_make_the_same_bytes(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "Asia/Barnaul")
    os.umask(0o077)  # the fixture `young_process` restores it

    again = wheel.build(tmp_path)

    digests = {path.parent: hashlib.sha256(path.read_bytes()).hexdigest() for path in (built, again)}
    assert digests == dict.fromkeys((built.parent, tmp_path), digests[built.parent])


def test_it_holds_every_file_of_the_packages_and_nothing_else(built: Path):
    with zipfile.ZipFile(built) as archive:
        files = [name for name in archive.namelist() if not name.endswith("/")]
    inside = {name for name in files if ".dist-info/" not in name}
    of_the_package = {PurePosixPath(name).name for name in files} - {PurePosixPath(name).name for name in inside}

    sources = [path for name in ("veche", "veche_sandbox") for path in (find.ROOT / "src" / name).rglob("*")]
    # Another process may be writing a compiled module there.
    sources = [path for path in sources if path.is_file() and "__pycache__" not in path.parts]
    kept = {path.relative_to(find.ROOT / "src") for path in sources}
    assert inside == {str(path) for path in kept}
    assert {
        "veche/web/static/dist/app.css",
        "veche/web/templates/base.html",
        "veche/screening/model/weights.z",
        "veche/style/data/weights.toml",
        "veche_sandbox/static/sandbox.css",
    } <= inside
    assert of_the_package == {"LICENSE", "METADATA", "RECORD", "WHEEL", "entry_points.txt"}


def test_it_holds_the_licences_of_the_front_ends_packages(built: Path):
    with zipfile.ZipFile(built) as archive:
        text = archive.read("veche/web/static/dist/licences.txt").decode()

    package = json.loads((find.ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    named = {tuple(line.split(" ")[:2]) for line in text.splitlines() if re.fullmatch(r"\S+ [\d.]+ \(\S+\)", line)}
    assert set(package["dependencies"].items()) - named == set()
    assert "SIL OPEN FONT LICENSE" in text


def test_it_names_no_registry_and_holds_no_tests(built: Path):
    with zipfile.ZipFile(built) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        foreign = {name: FOREIGN.findall(archive.read(name).decode(errors="replace")) for name in names}

    assert {name: found for name, found in foreign.items() if found} == {}
    assert [name for name in names if NEVER & set(PurePosixPath(name).parts)] == []


def test_it_names_the_dependencies_of_pyproject(built: Path):
    with zipfile.ZipFile(built) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = message_from_bytes(archive.read(metadata))

    project = tomllib.loads((find.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert told.get_all("Requires-Dist") == project["dependencies"]
    assert told["License-Expression"] == "Apache-2.0"


def test_without_the_built_front_end_no_wheel_is_made_and_the_reason_is_named(tmp_path: Path):
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "app.css").touch()

    with pytest.raises(wheel.NotBuilt) as refusal:
        wheel.build(tmp_path / "made", bundle)

    assert str(refusal.value) == (
        "The front end is not built (app.js, checking.js, icons.svg, licences.txt missing), no wheel was made. "
        "Run: make wheel\n"
        "Интерфейс не собран (нет app.js, checking.js, icons.svg, licences.txt), пакет не сделан. "
        "Выполните: make wheel"
    )
    assert not (tmp_path / "made").exists()


class Installed:
    """A separate environment with the locked packages and the wheel; commands run outside the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "venv" / "bin" / "python"
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        self.environment = {**kept, "VECHE_DATA": str(folder / "data")}

    def install(self, built: Path) -> None:
        uv = bring.uv()
        assert bring.run(uv, "venv", "-q", "--python", setup.PYTHON, self.folder / "venv", environment=setup.UV)
        into = ("-q", "--python", self.python, "--require-hashes", "-r", setup.REQUIREMENTS / "run.txt")
        # Packages of `make setup` are in uv's cache; others are fetched from the registry.
        assert bring.run(uv, "pip", "install", "--offline", *into) or bring.run(uv, "pip", "install", *into)
        assert bring.run(uv, "pip", "install", "-q", "--offline", "--no-deps", "--python", self.python, built)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [self.python.with_name("veche"), *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def use(self, settings: Path) -> None:
        """Read the settings file as systemd does."""
        lines = (line.split("=", 1) for line in settings.read_text(encoding="utf-8").splitlines())
        self.environment |= {name: value.strip("'") for name, value in lines}


@pytest.fixture
def installed(built: Path, tmp_path: Path) -> Installed:
    made = Installed(tmp_path)
    made.install(built)
    return made


class Site:
    """The running site, requested as by the proxy in front of it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, content type, body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read().decode(errors="replace")
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False


class Files(HTMLParser):
    """Addresses of the styles, scripts and icons that a page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {"link": "href", "script": "src", "use": "href"}.get(tag)
        self.found += [value.split("#")[0] for name, value in attrs if name == named and value]


@pytest.fixture
def site(installed: Installed) -> Iterator[Site]:
    tables.found(installed.folder / "data")  # `veche init` makes them too, in tests/upkeep/test_init.py
    link = installed.run(
        "init", "--yes", "--environment", str(installed.folder / "veche.env"), *ADMINISTRATION, *PERSON, *MAIL
    )
    assert re.search(rf"https://{HOST}/people/invite/[\w-]{{43}}/\n", link)
    installed.use(installed.folder / "veche.env")
    installed.run("prepare")
    port = free_port()
    command = [str(installed.python.with_name("veche")), "web", "--port", str(port)]
    output = installed.folder / "web.log"
    with output.open("w") as log:
        process = subprocess.Popen(command, cwd=installed.folder, env=installed.environment, stdout=log, stderr=log)
    made = Site(port)
    try:
        wait_until(lambda: made.answers() or process.poll() is not None, seconds=240, otherwise=output.read_text)
        assert process.poll() is None, output.read_text(encoding="utf-8")
        yield made
    finally:
        process.terminate()
        process.wait(60)


def test_it_opens_the_sign_in_page_in_an_empty_environment(installed: Installed, site: Site):
    where = subprocess.run(
        [installed.python, "-c", "import veche, veche_sandbox; print(veche.__file__, veche_sandbox.__file__)"],
        cwd=installed.folder,
        env=installed.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [installed.folder in Path(file).parents for file in where] == [True, True]
    version = tomllib.loads((find.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert installed.run("--version") == f"veche {version}\n"

    status, kind, page = site.get("/me/login/")

    files = {path: site.get(path)[:2] for path in Files(page).found if path.startswith("/static/")}
    assert (status, kind) == (200, "text/html")
    assert set(files.values()) >= {(200, "text/css"), (200, "text/javascript")}
    assert {path: answer for path, answer in files.items() if answer[0] != 200} == {}
