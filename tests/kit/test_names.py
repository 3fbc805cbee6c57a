from django.template import Context, Template

from veche.kit.names import differs


def test_a_person_named_after_their_role_is_said_once():
    assert [differs(name, "начальник пресс-службы") for name in ("Начальник пресс-службы", "Юлия")] == [False, True]
    shown = Template("{% load names %}{% if 'Глава города'|differs:office %}дважды{% endif %}")
    assert shown.render(Context({"office": "Глава города"})) == ""
