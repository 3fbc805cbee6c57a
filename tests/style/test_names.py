"""Findings inside a body's name are dropped; those about words around it are kept."""

import pytest

from veche.style.check import check

NAMES = [
    "Столовую проверила Федеральная служба по надзору в сфере защиты прав потребителей и благополучия человека.",
    "Звоните в Управление записи актов гражданского состояния Омской области.",
    "Письмо принёс министр труда и социальной защиты населения.",
    "Собаками занимается отдел по обращению с животными.",
    "Спор решит Комиссия по соблюдению требований к служебному поведению и защите их прав.",
]
NO_NAMES = [
    ("Сменили начальника отдела снабжения завода труб.", "R04"),
    ("Нашли копию приказа директора департамента строительства.", "R04"),
    ("Управление начнёт проведение ремонта.", "R03"),
    ("В отделе в целях экономии выключили свет.", "R01"),
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_left_alone(text):
    assert check(text).findings == ()


@pytest.mark.parametrize(("text", "rule"), NO_NAMES)
def test_what_is_no_name_is_found(text, rule):
    assert [finding.rule for finding in check(text).findings] == [rule]


def test_where_a_noun_is_left_out_no_verb_is_asked_for():
    [finding] = [one for one in check("Приняты меры для осуществления уборки снега.").findings if one.rule == "R03"]

    said = "«осуществления уборки»: дела названы существительными. Первое из них лишнее, уберите."
    assert (finding.replacement, finding.message) == ("уборки", said)
