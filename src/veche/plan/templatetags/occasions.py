"""`{{ occasion|when:zone }}`: «пт, 27 ноября в 12:00»."""

from django import template

from veche.plan.models import Occasion
from veche.plan.words import when_of

register = template.Library()


@register.filter
def when(occasion: Occasion, zone: str) -> str:
    return when_of(occasion.starts_at, has_hour=occasion.has_hour, zone=zone)
