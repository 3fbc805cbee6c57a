"""Proposals of accounts in the demo: one waits for a decision, one is in the middle of its checklist."""

from datetime import date, timedelta

from veche.accounts.domain.checklist import mark
from veche.accounts.domain.proposals import agree, propose_opening
from veche.accounts.enums import ChecklistStep
from veche.accounts.models import AccountProposal
from veche.demo.city import City
from veche.kernel.clock import today
from veche.staff.models import Person


def write(city: City) -> None:
    yesterday = today(city.zone) - timedelta(days=1)
    begun = _propose(
        city,
        by=city.second_officer,
        network="vk",
        title="Молодёжь города",
        address="molodezh_goroda",
        purpose="Для тех, кому от 14 до 35: гранты, волонтёры, концерты.",
        day=yesterday,
    )
    agree(proposal=begun, by=city.head_of_press)
    page = "https://vk.com/molodezh_goroda"
    mark(proposal=begun, by=city.second_officer, step=ChecklistStep.CREATED, day=yesterday, url=page)
    mark(proposal=begun, by=city.second_officer, step=ChecklistStep.MARK_ASKED, day=yesterday, note="Заявление № 1204")
    _propose(
        city,
        by=city.officer,
        network="max",
        title="Спорт города",
        address="sport_goroda",
        purpose="Секции, матчи и площадки: тренеры пишут сюда сами, в общую ленту уходит главное.",
        day=yesterday,
    )


def _propose(
    city: City, *, by: Person, network: str, title: str, address: str, purpose: str, day: date
) -> AccountProposal:
    fields = {
        "network": network,
        "title": title,
        "address": address,
        "purpose": purpose,
        "responsible": by,
        "basis": "Поручение Главы города",
        "basis_number": "212",
        "basis_date": day,
    }
    return propose_opening(administration=city.administration, by=by, fields=fields)
