"""One cast for all tests: see tests/people.py."""

from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.chromium import chromium  # noqa: F401
from tests.databases import django_db_modify_db_settings  # noqa: F401
from tests.journal_triggers import journal_triggers_lifted_for_flush, own_data_folder  # noqa: F401
from tests.people import make_administration, make_department, make_person
from tests.training import networks_process, sandbox  # noqa: F401
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Person

# A busy machine may take its time over one example; a hang is ended by pytest-timeout.
hypothesis.settings.register_profile("veche", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("veche")


@pytest.fixture(autouse=True)
def own_keys_and_counters(settings: Settings, tmp_path: Path) -> None:
    """Each test has a keyring, a folder for static files, a quick hasher, and rate limits nobody has used."""
    settings.KEYRING = "k1:" + "A" * 43 + "="
    settings.STATIC_ROOT = tmp_path
    # Look for a static file when it is asked for: otherwise each new client begins by reading all of them.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


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
    return make_person(rubtsovsk, Role.PRESS_OFFICER, name="alice")


@pytest.fixture
def bob(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.PRESS_OFFICER, name="bob")


@pytest.fixture
def carol(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.PRESS_HEAD, name="carol")


@pytest.fixture
def dave(rubtsovsk: Administration, department_a: Department) -> Person:
    return make_person(rubtsovsk, Role.CURATOR, name="dave", department=department_a)


@pytest.fixture
def erin(rubtsovsk: Administration, department_b: Department) -> Person:
    return make_person(rubtsovsk, Role.CURATOR, name="erin", department=department_b)


@pytest.fixture
def ivan(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.IT, name="ivan")


@pytest.fixture
def helen(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.HEAD, name="helen")


@pytest.fixture
def audrey(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.AUDITOR, name="audrey")


@pytest.fixture
def mallory(other_city: Administration) -> Person:
    return make_person(other_city, Role.PRESS_OFFICER, name="mallory")
