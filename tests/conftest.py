"""Fixtures for all tests; the people are in tests/people.py."""

import gc
import os
import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from django.test import override_settings

from tests.chromium import chromium, shared_chromium  # noqa: F401
from tests.databases import django_db_keepdb, django_db_modify_db_settings  # noqa: F401
from tests.journal_triggers import journal_triggers_lifted_for_flush, own_data_folder  # noqa: F401
from tests.people import make_administration, make_department, play
from tests.quick_requests import remember_middleware, tell_of_pages_only
from tests.scheduling import pytest_xdist_make_scheduler, turn_of  # noqa: F401
from tests.second_run import run_test
from tests.training import networks_process, sandbox  # noqa: F401
from veche.kernel.frame_memory import call_with_room
from veche.staff.models import Administration, Department, Person
from veche.web.templatetags.display import icons_url

remember_middleware()

# Imported and collected objects live to the end; counting them again and again would take a tenth of the time.
gc.disable()


# A file whose every test is left to `make sweep` or `make nightly`.
LEFT_OUT = re.compile(r"^pytestmark = .*mark\.(?:sweep|nightly)", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read only files of which something may run: importing all takes ten seconds."""
    is_test = collection_path.match("test_*.py")
    marks = config.getoption("markexpr")
    return True if is_test and runs_nothing_of(collection_path.read_text(encoding="utf-8"), marks) else None


def runs_nothing_of(file: str, marks: str) -> bool:
    """Whether a run with `-m marks` leaves out every test of a file with this text."""
    wanted = marks.split(" and ", maxsplit=1)[0]
    if wanted in ("sweep", "nightly"):
        return wanted not in file
    return "not sweep" in marks and LEFT_OUT.search(file) is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run nightly tests only if requested by the mark, and long files first."""
    if "nightly" not in config.getoption("markexpr"):
        items[:] = [item for item in items if item.get_closest_marker("nightly") is None]
    items.sort(key=lambda item: turn_of(item.nodeid.partition("::")[0]))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
    gc.set_threshold(200_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run the test as pytest does, in a chunk of memory that holds all its frames: a quarter of the time."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = call_with_room(run_test, item, nextitem)
    for report in reports:
        if is_told(report, item.config):
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def is_told(report: pytest.TestReport, config: pytest.Config) -> bool:
    """Each report is packed, sent to the first process and unpacked there; a set-up without a fault says nothing."""
    return report.when == "call" or not report.passed or config.getoption("durations") is not None


_folders = count(1)
A_KEYRING = "k1:" + "A" * 43 + "="

# A busy machine may be slow in one example; pytest-timeout ends hangs.
hypothesis.settings.register_profile("veche", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("veche")


@pytest.fixture
def own_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tmp_path` if the test requests it, else an empty folder that takes a tenth of its time."""
    if "tmp_path" in request.fixturenames:
        found: Path = request.getfixturevalue("tmp_path")
        return found
    folder = tmp_path_factory.getbasetemp() / f"own-{next(_folders)}"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True, scope="session")
def settings_of_all(django_test_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A keyring, no static files and a fast hasher: set once, because each setting calls every part of Django."""
    with override_settings(
        KEYRING=A_KEYRING,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        # Find static files on request: otherwise each new client begins by reading all of them.
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        tell_of_pages_only()
        icons_url()  # kept for the process: without a manifest, whichever test would draw the first icon
        yield


@pytest.fixture(autouse=True)
def young_process() -> Iterator[None]:
    """Tests run without a worker: the process began with the test, no worker is expected yet, and no heartbeat is
    known. What a process remembers by primary keys is forgotten: SQLite gives the keys of rolled back rows again.
    The umask is restored: the command veche restricts its process' files, and here the process continues.
    """
    from veche.accounts.domain import clients
    from veche.engine import pulse
    from veche.inbox.domain import receive
    from veche.plan.domain import feed_limit

    pulse._started = time.monotonic()
    pulse.forget_beat()
    feed_limit.forget()
    receive._announced.clear()
    clients._listening.clear()
    umask = os.umask(0o022)
    os.umask(umask)
    yield
    os.umask(umask)


@pytest.fixture(scope="session")
def unused() -> None:
    """What pytest-django prepares before each test for marks, classes and a server that no test here uses."""


_django_setup_unittest = _django_set_urlconf = _django_isolate_apps = unused
_template_string_if_invalid_marker = _django_clear_site_cache = _live_server_helper = unused


@pytest.fixture
def rubtsovsk(db: None) -> Administration:
    return make_administration("Рубцовск")


@pytest.fixture
def other_city(db: None) -> Administration:
    return make_administration("Заринск")


@pytest.fixture
def department_a(rubtsovsk: Administration) -> Department:
    return make_department(rubtsovsk, "Отдел культуры")


@pytest.fixture
def department_b(rubtsovsk: Administration) -> Department:
    return make_department(rubtsovsk, "Отдел городского хозяйства")


@pytest.fixture
def alice(rubtsovsk: Administration) -> Person:
    return play("alice", rubtsovsk)


@pytest.fixture
def bob(rubtsovsk: Administration) -> Person:
    return play("bob", rubtsovsk)


@pytest.fixture
def carol(rubtsovsk: Administration) -> Person:
    return play("carol", rubtsovsk)


@pytest.fixture
def dave(rubtsovsk: Administration, department_a: Department) -> Person:
    return play("dave", rubtsovsk, department=department_a)


@pytest.fixture
def erin(rubtsovsk: Administration, department_b: Department) -> Person:
    return play("erin", rubtsovsk, department=department_b)


@pytest.fixture
def ivan(rubtsovsk: Administration) -> Person:
    return play("ivan", rubtsovsk)


@pytest.fixture
def dora(rubtsovsk: Administration) -> Person:
    return play("dora", rubtsovsk)


@pytest.fixture
def helen(rubtsovsk: Administration) -> Person:
    return play("helen", rubtsovsk)


@pytest.fixture
def audrey(rubtsovsk: Administration) -> Person:
    return play("audrey", rubtsovsk)


@pytest.fixture
def mallory(other_city: Administration) -> Person:
    return play("mallory", other_city)
