"""`{% csrf_token %}` with a second field: the administration in which the form was opened (`veche.staff.works_in`)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from veche.staff.works_in import FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Any) -> SafeString:
    token = context.get("csrf_token")
    if not token:
        return SafeString("")
    fields = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    opened_in = getattr(token, "works_in", "")
    return fields + format_html('<input type="hidden" name="{}" value="{}">', FIELD, opened_in) if opened_in else fields
