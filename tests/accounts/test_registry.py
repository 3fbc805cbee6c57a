"""The register of accounts as page, XLSX and CSV."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
from django.urls import reverse

from tests.factories import make_account
from tests.people import client_of
from tests.proposed import agreed
from veche.accounts.domain.checklist import mark
from veche.accounts.domain.register import register
from veche.accounts.domain.registry_table import HEADER
from veche.accounts.enums import ChecklistStep
from veche.kernel.clock import today
from veche.staff.models import Administration, Person


def test_the_register_says_the_same_in_each_form(
    rubtsovsk: Administration, alice: Person, carol: Person, helen: Person
):
    make_account(
        rubtsovsk, responsible=carol, network="ok", title="=Рубцовск", opened_on=date(2020, 6, 19), legal_basis="№ 1541"
    )
    proposal, here = agreed(alice, carol), today(rubtsovsk.time_zone)
    mark(proposal=proposal, by=alice, step=ChecklistStep.CREATED, day=here, url="vk.com/club777")
    mark(proposal=proposal, by=alice, step=ChecklistStep.NOTIFIED, day=here)
    register(
        administration=rubtsovsk, by=carol, network="vk", remote_id="777", fields={"title": "С", "responsible": alice}
    )
    browser = client_of(helen)

    written = browser.get(reverse("accounts:registry_csv")).content.decode("utf-8-sig")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("accounts:registry_xlsx")).content)).active
    page = browser.get(reverse("accounts:registry")).content.decode()

    day, basis = f"{here:%d.%m.%Y}", "Постановление № 1541 от 19.06.2020"
    rows = [
        ["ВКонтакте", "С", "https://vk.com/club777", "Секции и матчи.", "alice", basis, day, "нет", day, ""],
        ["Одноклассники", "'=Рубцовск", "", "", "carol", "№ 1541", "19.06.2020", "нет", "", ""],
    ]
    assert list(csv.reader(io.StringIO(written), delimiter=";")) == [list(HEADER), *rows]
    assert [cell.value for cell in sheet[3]][:2] == ["Одноклассники", "=Рубцовск"]
    assert sheet["B3"].data_type == "s"
    assert page.count("<tr>") == len(rows) + 1
