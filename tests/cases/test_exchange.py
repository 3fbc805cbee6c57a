"""Numbers of «Инцидент» and ПОС: a table in with a preview of each row; one number, one case; the earlier term."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.test_cases import THURSDAY, at, fresh
from tests.factories import make_account, make_conversation, make_message
from tests.markup import words
from tests.people import client_of
from veche.cases.domain.answer import answer
from veche.cases.domain.exchange import set_number
from veche.cases.domain.exchange_rows import MOST_ROWS, read_rows
from veche.cases.domain.open import merge
from veche.cases.enums import CaseState, How, System
from veche.cases.errors import CaseError
from veche.cases.models import Case, ForeignNumber
from veche.documents.table import UnreadableTable
from veche.inbox.models import Conversation
from veche.staff.models import Administration, Department, Person

LINK = "https://vk.com/wall-1_5"
TABLE = """Номер;Срок;Текст;Ссылка;Отдел;ФИО
54-118;06.11.2026;Двор на Тракторной не чищен;;Отдел городского хозяйства;Иванова Анна
54-119;05.11.2026 10:00;;{link}?reply={number};;
54-118;07.11.2026;Двор ещё раз;;;
54-120;когда-нибудь;Яма;;;
;;Без номера;;;
54-121;;;;;
=2+2;;Формула текстом;;;
"""


def load(press: Client, text: str, encoding: str = "cp1251") -> int:
    """The status of the answer."""
    file = SimpleUploadedFile("incident.csv", text.encode(encoding), content_type="text/csv")
    return press.post("/inbox/cases/exchange/", {"system": "incident", "table": file}).status_code


def test_a_table_is_shown_row_by_row_and_written_once(
    rubtsovsk: Administration, alice: Person, department_b: Department
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    place = make_conversation(account, post_id="5")
    Conversation.objects.filter(pk=place.pk).update(url=LINK)
    message = make_message(account, text="Когда почистят двор?", at=THURSDAY, conversation=place)
    press, text = client_of(alice), TABLE.format(link=LINK, number=message.remote_id)
    with time_machine.travel(THURSDAY + timedelta(minutes=5), tick=False):
        assert load(press, text) == 302
        page = press.get("/inbox/cases/exchange/rows/")
        said = words(page.content.decode())
        assert "Готово к записи: 3" in said
        assert "Тот же номер стоит в строке 2." in said
        assert "Срок не понятен" in said
        assert "Нет номера." in said
        assert "дело не о чем" in said
        assert "Иванова" not in said
        assert Case.objects.count() == 0
        assert press.post("/inbox/cases/exchange/write/", {"digest": "другой"}).status_code == 302
        assert Case.objects.count() == 0
        press.post("/inbox/cases/exchange/write/", {"digest": page.context["plan"].digest})
        yard, asked, formula = (ForeignNumber.objects.get(number=one).case for one in ("54-118", "54-119", "=2+2"))
        assert (yard.department, yard.title) == (department_b, "Двор на Тракторной не чищен")
        # Ours would end at 17:00; theirs, at 10:00, is the earlier.
        assert (asked.due_at, asked.entries.get().message) == (at(5, 10), message)
        detail = words(press.get(f"/inbox/cases/{asked.pk}/").content.decode())
        assert "№ 54-119, там ждут до 5 ноября, 10:00" in detail
        assert "такой срок там, где стоит «Инцидент» № 54-119" in detail

        # The same table again opens nothing twice.
        load(press, text, "utf-8")
        again = press.get("/inbox/cases/exchange/rows/")
        assert "Записывать нечего" in words(again.content.decode())
        with pytest.raises(CaseError):
            set_number(case=asked, by=alice, system=System.INCIDENT, number="54-118", due_at=None)
        press.post(
            f"/inbox/cases/{yard.pk}/number/", {"system": "pos", "number": "П-1", "day": "2026-11-05", "hour": "09:00"}
        )
        assert fresh(yard).due_at == at(5, 9)

        # What stands there alone is answered there: the answer is kept and goes out in the table, never as a formula.
        assert answer(case=yard, by=alice, text="Почистили в 9:00.", how=How.EACH, interim=False) == []
        assert fresh(yard).state == CaseState.ANSWERED
        table = press.get("/inbox/cases/exchange/out/").content.decode("utf-8-sig")
        assert "«Инцидент»;54-118" in table.replace('"', "")
        assert "Почистили в 9:00." in table
        assert ";=2+2" not in table
        merge(case=formula, into=asked, by=alice)
        assert ForeignNumber.objects.filter(case=asked).count() == 2


def test_the_file_is_named_after_the_day_of_the_city(alice: Person) -> None:
    with time_machine.travel(datetime(2026, 11, 5, 20, tzinfo=UTC), tick=False):
        named = client_of(alice).get("/inbox/cases/exchange/out/").headers["Content-Disposition"]
    assert named == 'attachment; filename="veche-cases-2026-11-06.csv"'


def test_a_table_is_bounded(rubtsovsk: Administration) -> None:
    many = "Номер;Текст\n" + "\n".join(f"{number};Яма" for number in range(MOST_ROWS + 1))
    with pytest.raises(UnreadableTable, match="Разделите"):
        read_rows(many.encode(), rubtsovsk.time_zone)
    huge = "Номер;Текст\n" + "\n".join(f"{number};Яма" for number in range(100_000))
    with pytest.raises(UnreadableTable, match="Разделите"):
        read_rows(huge.encode(), rubtsovsk.time_zone)
    with pytest.raises(UnreadableTable, match="Номер"):
        read_rows("Кто;Что\nя;ты".encode(), rubtsovsk.time_zone)
