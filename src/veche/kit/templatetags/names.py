"""`veche.kit.names` for templates: `{% if person|differs:office %}`, `{{ people|other_than:office|join:", " }}`."""

from django import template

from veche.kit import names

register = template.Library()
register.filter(names.differs)
register.filter(names.other_than)
