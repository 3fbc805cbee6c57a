"""A table of departments and people: what the preview says of each row, and what is written."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from tests.people import client_of, make_department, make_person
from veche.journal.models import Entry
from veche.staff.domain.departments import archive_department
from veche.staff.domain.mail import NOWHERE
from veche.staff.domain.table_apply import keep_table
from veche.staff.domain.table_plan import plan_table
from veche.staff.domain.table_rows import MOST_ROWS, StaffRows, TableRow, read_staff_table, template
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Department, Grant, Invite, Office, Person, StaffTable

HEAD = ("Отдел", "За что отвечает", "Кому подчиняется", "Должность или имя", "Рабочая почта", "Роль")
CURATOR = ("Отдел ЖКХ", "дворы, тепло", "Заместитель Главы по ЖКХ", "Главный специалист", "zhkh@example.org", "Куратор")
DEPUTY = ("", "", "", "Заместитель Главы по ЖКХ", "deputy@example.org", "заместитель главы")
NEW_DEPARTMENT = ("Отдел спорта", "бассейн", "", "", "", "")


def workbook(*rows: tuple[str, ...], hidden: int = 0) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEAD, *rows):
        sheet.append(row)
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def load(person: Person, content: bytes, name: str = "Кураторы города.xlsx"):
    return client_of(person).post(reverse("staff:load_table"), {"table": SimpleUploadedFile(name, content)})


def preview(person: Person):
    return client_of(person).get(reverse("staff:table_rows")).context["plan"]


def write(person: Person, digest: str = ""):
    digest = digest or preview(person).digest
    return client_of(person).post(reverse("staff:write_table"), {"digest": digest})


def said(
    person: Person, *rows: tuple[str, ...], hidden: int = 0, may_invite: bool = True
) -> list[tuple[str, list[str]]]:
    """Outcome of each row with its reason or effects."""
    read = read_staff_table(workbook(*rows, hidden=hidden))
    plan = plan_table(person.administration, read.rows, may_invite=may_invite)
    return [(one.outcome.value, [one.reason] if one.reason else one.effects) for one in plan.rows]


def test_a_table_is_shown_then_written_as_a_whole(ivan: Person, carol: Person):
    city = ivan.administration
    answer = load(ivan, workbook(CURATOR, DEPUTY, NEW_DEPARTMENT))
    before = (Department.objects.of(city).count(), Person.objects.of(city).count())
    page = client_of(ivan).get(answer["Location"]).content.decode()
    result = write(ivan)

    assert before == (0, 2)
    assert "Готово к записи: 3" in page
    assert result.status_code == 200
    found = Department.objects.of(city).values_list("name", "answers_for", "reports_to__name")
    assert list(found) == [("Отдел ЖКХ", "дворы, тепло", CURATOR[2]), ("Отдел спорта", "бассейн", None)]
    curator = Person.objects.of(city).get(email="zhkh@example.org")
    assert Appointment.objects.of(city).get(person=curator).role == Role.CURATOR
    office = Office.objects.of(city).get()
    assert (office.name, office.holder and office.holder.email) == (CURATOR[2], "deputy@example.org")
    assert Grant.objects.of(city).get().role == Role.DEPUTY_HEAD  # waits for the Head or the head of press
    assert Invite.objects.of(city).filter(used_at=None).count() == 2
    assert "ушли людям письмами" in result.content.decode()
    assert Entry.objects.of(city).get(verb="staff.table_written").facts == {"file_rows": 3, "written": 3, "refused": 0}


def test_without_letters_links_are_shown_once_and_none_of_a_role_that_waits(ivan: Person, settings: Any):
    settings.MAILERS = {"default": {"BACKEND": NOWHERE}}
    load(ivan, workbook(CURATOR, DEPUTY))
    page = write(ivan).content.decode()

    assert page.count("/people/invite/") == 1
    assert "veche manage invite_link deputy@example.org" in page


def test_the_same_table_again_changes_nothing(ivan: Person):
    load(ivan, workbook(CURATOR, DEPUTY, NEW_DEPARTMENT))
    write(ivan)
    load(ivan, workbook(CURATOR, DEPUTY, NEW_DEPARTMENT))

    assert [one.outcome.value for one in preview(ivan).rows] == ["same"] * 3


def test_what_differs_is_changed(ivan: Person):
    city = ivan.administration
    load(ivan, workbook(CURATOR, DEPUTY))
    write(ivan)
    changed = ("Отдел тепла", "котельные", "", "Ведущий инженер", "ZHKH@example.org", "куратор отдела")
    rows = said(ivan, changed)
    load(ivan, workbook(changed))
    write(ivan)

    assert rows == [
        (
            "changed",
            [
                "добавим отдел «Отдел тепла»",
                "за что отвечает отдел: запишем «котельные»",
                "должность или имя: было «Главный специалист», станет «Ведущий инженер»",
                "отдел человека: было «Отдел ЖКХ», станет «Отдел тепла»",
            ],
        )
    ]
    person = Person.objects.of(city).select_related("department").get(email="zhkh@example.org")
    assert (person.display_name, str(person.department)) == ("Ведущий инженер", "Отдел тепла")


def test_a_changed_row_shows_the_old_words_and_the_new(ivan: Person):
    load(ivan, workbook(CURATOR, DEPUTY))
    write(ivan)
    second = ("", "", "", "Первый заместитель", "first@example.org", "заместитель главы")
    load(ivan, workbook(second))
    write(ivan)

    rows = said(
        ivan,
        ("Отдел ЖКХ", "дворы, снег", "Первый заместитель", "Главный специалист", "zhkh@example.org", "проверяющий"),
        ("", "", "", "Заместитель Главы по ЖКХ", "first@example.org", "заместитель главы"),
    )

    assert rows == [
        (
            "changed",
            [
                "за что отвечает отдел: было «дворы, тепло», станет «дворы, снег»",
                "кому подчиняется отдел: было «Заместитель Главы по ЖКХ», станет «Первый заместитель»",
                f"добавим роль «{Role.AUDITOR.label}», останется: {Role.CURATOR.label}",
            ],
        ),
        (
            "changed",
            [
                "должность или имя: было «Первый заместитель», станет «Заместитель Главы по ЖКХ»",
                "должность «Заместитель Главы по ЖКХ» занимает: было «deputy@example.org», станет «first@example.org»",
            ],
        ),
    ]


PERSON = ("Отдел ЖКХ", "", "", "Специалист", "one@example.org", "куратор")
NO_ROLE = "Роли «дворник» нет. Есть такие: " + ", ".join(role.label for role in Role) + "."
REFUSED = [
    pytest.param([(*PERSON[:4], "nobody", PERSON[5])], "«nobody» не похоже на почту. Исправьте.", id="bad mail"),
    pytest.param([(*PERSON[:5], "дворник")], NO_ROLE, id="unknown role"),
    pytest.param([(*PERSON[:5], "")], "Не указана роль.", id="no role"),
    pytest.param(
        [("", *PERSON[1:])], "Куратор отвечает за свой отдел, а отдел не указан.", id="curator without department"
    ),
    pytest.param([PERSON, PERSON], "Этот человек уже есть в строке 2. Оставьте одну.", id="same person twice"),
    pytest.param(
        [("", "", "", "Глава", f"{name}@example.org", "Глава города") for name in ("one", "two")],
        "Глава уже есть в строке 2. Двух не бывает.",
        id="two heads",
    ),
    pytest.param(
        [("Отдел ЖКХ", "дворы", "", "", "", ""), ("Отдел жкх", "тепло", "", "", "", "")],
        "В строке 2 у этого отдела другое «за что отвечает». Оставьте одно.",
        id="one department, two answers",
    ),
    pytest.param(
        [("", "", "", "", "", ""), ("", "темы", "", "", "", "")], "В строке нет ни отдела, ни человека.", id="neither"
    ),
    pytest.param(
        [("Отдел ЖКХ", "", "Вице-мэр", "", "", "")],
        "Должности «Вице-мэр» нет. Добавьте её на странице «Отделы» или строкой с её ролью.",
        id="no such office",
    ),
    pytest.param(
        [(*PERSON[:3], "—", *PERSON[4:])], "Должность или имя должны быть словами, до 120 знаков.", id="no name"
    ),
    pytest.param(
        [(*PERSON[:3], "=A1&A2", *PERSON[4:])],
        "В столбце «Должность или имя» формула без значения. Впишите само значение.",
        id="formula",
    ),
]


@pytest.mark.parametrize(("rows", "reason"), REFUSED)
def test_a_row_that_cannot_be_taken_says_why(rows: list[tuple[str, ...]], reason: str, ivan: Person):
    assert said(ivan, *rows)[-1] == ("refused", [reason])


def test_a_cell_of_five_thousand_signs_is_shown_by_its_beginning(ivan: Person):
    load(ivan, workbook(("щ" * 5000, "", "", "щ" * 5000, "щ" * 5000, "щ" * 5000)))

    page = client_of(ivan).get(reverse("staff:table_rows")).content.decode()

    assert "щ" * 199 in page
    assert "щ" * 200 not in page


def test_a_hidden_row_is_not_taken(ivan: Person):
    assert said(ivan, PERSON, hidden=2) == [("refused", ["Строка в таблице скрыта. Покажите её или удалите."])]


def test_a_second_head_beside_the_one_who_works_here(ivan: Person, helen: Person):
    row = ("", "", "", "Глава", "new@example.org", "глава города")
    [(outcome, [reason])] = said(ivan, row)

    assert (outcome, reason.split(".")[0]) == ("refused", "Глава в Вече уже есть")
    assert said(ivan, ("", "", "", helen.display_name, helen.email, "глава"))[0] == ("same", [])


def test_an_archived_department_is_not_taken_up(ivan: Person):
    archive_department(by=ivan, department=make_department(ivan.administration, "Отдел ЖКХ"))

    assert said(ivan, PERSON)[0][0] == "refused"


def test_an_address_of_another_administration_is_as_good_as_any(ivan: Person, other_city: Administration):
    stranger = make_person(other_city, Role.CURATOR)

    assert said(ivan, (*PERSON[:4], stranger.email, "куратор")) == said(ivan, PERSON)


def test_who_stands_below_a_refused_deputy_is_refused_too(ivan: Person):
    rows = said(ivan, CURATOR, (*DEPUTY[:4], "nonsense", DEPUTY[5]))

    assert [outcome for outcome, _ in rows] == ["refused", "refused"]


def test_the_head_of_press_loads_departments_alone(carol: Person):
    rows = said(carol, NEW_DEPARTMENT, CURATOR, may_invite=False)
    load(carol, workbook(NEW_DEPARTMENT, CURATOR))
    write(carol)

    assert rows[1] == ("refused", ["Людей приглашает отдел ИТ: передайте таблицу ему."])
    assert [one.name for one in Department.objects.of(carol.administration)] == ["Отдел спорта"]
    assert not Invite.objects.of(carol.administration).exists()


def test_a_table_that_waits_is_named_above_the_departments_until_it_is_thrown_away(ivan: Person, alice: Person):
    load(ivan, workbook(NEW_DEPARTMENT))
    page = reverse("staff:departments")

    def named(person: Person) -> bool:
        return "Кураторы города.xlsx" in client_of(person).get(page).content.decode()

    before = named(ivan), named(alice)
    client_of(ivan).post(reverse("staff:discard_table"))

    assert (before, named(ivan)) == ((True, False), False)
    assert not Department.objects.of(ivan.administration).exists()


def test_what_changed_since_the_preview_is_not_written(ivan: Person):
    load(ivan, workbook(CURATOR, DEPUTY))
    digest = preview(ivan).digest
    make_department(ivan.administration, "Отдел ЖКХ")
    answer = write(ivan, digest)

    assert answer["Location"] == reverse("staff:table_rows")
    assert not Invite.objects.of(ivan.administration).exists()
    assert StaffTable.objects.of(ivan.administration).count() == 1


def test_a_database_that_fails_midway_leaves_nothing_behind(ivan: Person):
    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "staff_office"'):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    load(ivan, workbook(CURATOR, DEPUTY))
    digest = preview(ivan).digest
    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        write(ivan, digest)

    assert (Department.objects.of(ivan.administration).count(), Invite.objects.of(ivan.administration).count()) == (
        0,
        0,
    )


def test_a_second_press_writes_nothing_twice(ivan: Person):
    load(ivan, workbook(NEW_DEPARTMENT))
    digest = preview(ivan).digest
    write(ivan, digest)
    answer = write(ivan, digest)

    assert answer["Location"] == reverse("staff:load_table")
    assert Department.objects.of(ivan.administration).count() == 1


def test_a_csv_of_excel_is_read(ivan: Person):
    text = "Отдел;Почта;Роль;ФИО\r\nОтдел ЖКХ;one@example.org;куратор;Специалист\r\n"
    load(ivan, text.encode("cp1251"), "кураторы.csv")

    assert [one.row for one in preview(ivan).rows] == [
        TableRow(2, department="Отдел ЖКХ", email="one@example.org", role="куратор", name="Специалист")
    ]


def test_macros_are_not_run_and_it_is_said(ivan: Person):
    file = io.BytesIO(workbook(NEW_DEPARTMENT))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    load(ivan, file.getvalue(), "люди.xlsm")

    assert (
        "В файле есть макросы, мы их не запускали." in client_of(ivan).get(reverse("staff:table_rows")).content.decode()
    )


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "Файл пустой."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Таблица закрыта паролем."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Это не таблица."),
        ("Имя;Возраст\nИван;5\n".encode(), "В таблице нет заголовка."),
        ("Отдел;Почта\n".encode(), "Под заголовком нет ни одной строки."),
        (("Отдел;Почта\n" + "Отдел;\n" * (MOST_ROWS + 1)).encode(), "В таблице больше 1000 строк."),
        (("Отдел;Почта\n" + "Отдел;\n" * 100_000).encode(), "В таблице больше 5000 строк."),
        (b"a" * (2 * 1024 * 1024 + 1), "Файл больше 2 МБ."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(content: bytes, begins: str, ivan: Person):
    answer = load(ivan, content)

    assert answer.status_code == 422
    assert answer.context["form"].errors["table"][0].startswith(begins)
    assert not StaffTable.objects.of(ivan.administration).exists()


def test_the_template_is_read_as_it_is(ivan: Person):
    answer = client_of(ivan).get(reverse("staff:table_template"))
    read = read_staff_table(answer.getvalue())

    assert answer.getvalue()[:2] == b"PK"
    plan = plan_table(ivan.administration, read.rows, may_invite=True)
    assert [one.outcome.value for one in plan.rows] == ["new", "new"]
    assert read_staff_table(template()).rows == read.rows


def test_a_thousand_rows_are_shown_by_pages(ivan: Person, django_assert_max_num_queries):
    rows = tuple(TableRow(n + 2, department=f"Отдел {n}", topics="двор, свет " * 20) for n in range(MOST_ROWS))
    keep_table(by=ivan, file_name="много.csv", read=StaffRows(rows, has_macros=False))
    browser = client_of(ivan)
    with django_assert_max_num_queries(20):
        answer = browser.get(reverse("staff:table_rows"))

    assert len(answer.content) < 100_000
    assert answer.context["page"].paginator.num_pages == 10
