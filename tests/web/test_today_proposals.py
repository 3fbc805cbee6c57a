"""«Сегодня» names proposals to decide about, late notices and pages to connect, each to whoever can do it."""

from datetime import timedelta

from tests.markup import element, elements
from tests.people import client_of
from tests.proposed import agreed, proposed
from veche.accounts.domain.checklist import mark
from veche.accounts.enums import ChecklistStep
from veche.kernel.clock import today
from veche.staff.models import Administration, Person

DECIDE, NOTICE, CONNECT = "Завести аккаунт «Спорт»?", "Уведомить центр управления регионом", "Подключите страницу"


def test_everybody_reads_what_waits_for_them(
    rubtsovsk: Administration, alice: Person, carol: Person, helen: Person, ivan: Person
):
    proposed(alice, title="Спорт")
    late = agreed(alice, carol, title="Музей")
    mark(
        proposal=late,
        by=alice,
        step=ChecklistStep.CREATED,
        day=today(rubtsovsk.time_zone) - timedelta(days=2),
        url="vk.com/museum",
    )
    pages = {person.display_name: client_of(person).get("/").content.decode() for person in (alice, carol, helen, ivan)}

    told = {name: [words for words in (DECIDE, NOTICE, CONNECT) if words in page] for name, page in pages.items()}
    assert told == {"alice": [NOTICE], "carol": [DECIDE, NOTICE], "helen": [DECIDE], "ivan": [CONNECT]}
    assert "Ждёт вас одно решение" in element(pages["helen"], "h1")
    late_card = elements(pages["alice"], "#late")
    assert late_card
    assert "срок вышел" in pages["alice"]
