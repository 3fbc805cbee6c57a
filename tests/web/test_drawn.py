"""HTML of long lists is escaped as Django escapes it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from veche.web.drawn import drawn, joined


def test_parts_are_escaped_unless_they_are_html():
    parts = ("<b>&\"'", SafeString("<i>да</i>"), 5, "Каток")
    form = '<p title="{}">{} {} {}</p>'

    assert drawn(form, *parts) == format_html(form, *parts)
    assert joined([drawn("{}", "<"), drawn("{}", SafeString("<br>"))]) == "&lt;<br>"
