"""Proposals for tests, made by the verbs."""

from datetime import date
from typing import Any

from veche.accounts.domain.proposals import agree, propose_closing, propose_opening
from veche.accounts.models import Account, AccountProposal
from veche.staff.models import Person

ORDER = {"basis": "Постановление", "basis_number": "1541", "basis_date": date(2020, 6, 19)}


def opening_fields(responsible: Person, **fields: Any) -> dict[str, Any]:
    usual = {"network": "vk", "title": "Рубцовск. Спорт", "address": "rubtsovsk_sport", "purpose": "Секции и матчи."}
    return {**usual, **ORDER, "responsible": responsible, **fields}


def closing_fields(responsible: Person, **fields: Any) -> dict[str, Any]:
    usual = {"purpose": "Читают двое.", "fate": "kept", "successor": "vk.com/rubtsovsk"}
    return {**usual, **ORDER, "responsible": responsible, **fields}


def proposed(by: Person, **fields: Any) -> AccountProposal:
    return propose_opening(administration=by.administration, by=by, fields=opening_fields(by, **fields))


def agreed(by: Person, decider: Person, **fields: Any) -> AccountProposal:
    made = proposed(by, **fields)
    agree(proposal=made, by=decider)
    made.refresh_from_db()
    return made


def closing(account: Account, by: Person, **fields: Any) -> AccountProposal:
    return propose_closing(account=account, by=by, fields=closing_fields(by, **fields))
