"""`veche.kit.names` for templates: `{% if person|differs:office %}`."""

from django import template

from veche.kit import names

register = template.Library()
register.filter(names.differs)
