"""`veche.kit.moments` for templates: `{{ item.publish_at|spoken:zone }}` → «завтра в 12:00»."""

from django import template

from veche.kit import moments

register = template.Library()
for said in (
    moments.hour,
    moments.lately,
    moments.day,
    moments.short_day,
    moments.exact,
    moments.spoken,
    moments.until,
    moments.date_and_hour,
    moments.date_and_year,
    moments.week_span,
    moments.lasts,
):
    register.filter(said)
