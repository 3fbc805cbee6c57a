"""The page frame: menu by role, number of queries, and error pages without dependencies."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from veche.engine import pulse
from veche.outbox.models import Freeze
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.web import context, navigation
from veche.web.context import Shell


def shell_of(person: object, path: str = "/", **cookies: str) -> Shell:
    request = RequestFactory().get(path)
    request.user = person  # type: ignore[assignment]
    request.COOKIES |= cookies
    shell = context.shell(request)["shell"]
    assert isinstance(shell, Shell)
    return shell


def labels(groups: tuple[navigation.Group, ...]) -> list[str]:
    return [str(link.label) for group in groups for link in group.links]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (
            Role.PRESS_OFFICER,
            [
                *("Сегодня", "План недели", "Публикации", "Ждут согласия", "Входящие", "Дела", "Слухи", "Жалобы"),
                *("Поручения", "Присланное"),
                *("Медиатека", "Отделы", "Аккаунты", "Проверка записей", "Отправки"),
            ],
        ),
        (
            Role.HEAD,
            [
                *("Сегодня", "План недели", "Ждут согласия", "Дела", "Слухи", "Жалобы", "Поручения"),
                *("Медиатека", "Отделы", "Кто замещает", "Журнал"),
            ],
        ),
        (
            Role.CURATOR,
            [
                *("Сегодня", "Мои поручения", "План недели", "Публикации", "Ждут согласия", "Входящие", "Медиатека"),
                "Отделы",
            ],
        ),
        (
            Role.PRESS_HEAD,
            [
                "Сегодня",
                "План недели",
                "Публикации",
                "Согласование",
                "Входящие",
                "Дела",
                "Слухи",
                "Жалобы",
                "Поручения",
                "Присланное",
                "Медиатека",
                "Отделы",
                "Аккаунты",
                "Люди",
                "Рабочее время",
                "Проверка записей",
                "Боты",
                "Отправки",
                "Журнал",
            ],
        ),
    ],
)
def test_a_role_sees_its_places(role: Role, seen: list[str]) -> None:
    assert labels(navigation.groups([role], counts={}, path="/")) == seen


def test_somebody_without_a_role_sees_nothing() -> None:
    assert navigation.groups([], counts={}, path="/") == ()


def test_the_open_page_and_the_numbers_are_marked() -> None:
    groups = navigation.groups([Role.PRESS_HEAD], counts={"inbox": 9}, path="/inbox/12/")
    inbox = next(link for group in groups for link in group.links if link.label == "Входящие")

    assert inbox.active is True
    assert inbox.count == 9
    assert inbox.short == "Входящие"
    assert [link.label for group in groups for link in group.links if link.active] == ["Входящие"]


def test_what_nobody_built_has_no_address() -> None:
    assert navigation.url_of("design:cover") == ""


def test_the_frame_knows_person_city_and_role(carol: Person) -> None:
    shell = shell_of(carol, theme="dark")

    assert shell.city == "Рубцовск"
    assert shell.role == "начальник пресс-службы"
    assert shell.theme == "dark"
    assert shell.freeze is None


def test_a_strange_theme_is_not_believed(carol: Person) -> None:
    assert shell_of(carol, theme='"><script>').theme == ""


@pytest.mark.django_db
def test_a_stranger_gets_an_empty_frame() -> None:
    shell = shell_of(AnonymousUser())

    assert shell.groups == ()
    assert shell.freeze is None
    assert shell.freeze_url == ""
    assert shell.role == ""


def test_the_freeze_of_ones_own_city_stands_over_every_page(
    carol: Person, mallory: Person, rubtsovsk: Administration
) -> None:
    frozen = Freeze.objects.create(administration=rubtsovsk, by=carol, reason="пожар на складе", since=timezone.now())

    assert shell_of(carol).freeze == frozen
    assert shell_of(mallory).freeze is None


def test_the_frame_costs_three_queries(
    carol: Person, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The city, the roles, and the freeze with the numbers of the menu; the worker's state is cached."""
    monkeypatch.setattr(pulse, "_newest", [timezone.now()])
    fresh = Person.objects.unscoped().get(pk=carol.pk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        shell_of(fresh)


def test_the_bar_under_the_thumb_has_four_links_at_most(carol: Person) -> None:
    link = navigation.Link("Раздел", "home", "/", 0, "Раздел", active=False)
    shell = Shell("Рубцовск", "", "", (navigation.Group("Работа", (link,) * 6),), None, "")

    assert len(shell.phone) == 4


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "405", "413", "500"])
def test_an_error_page_needs_no_request_and_no_database(page: str) -> None:
    html = render_to_string(f"{page}.html")

    assert html.count("<h1>") == 1
    assert 'class="kept"' in html
    assert 'class="btn btn-primary"' in html
