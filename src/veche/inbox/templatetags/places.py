"""{{ message|where }}: «под записью «…»», «под фото», «в обсуждении «…»»."""

from django import template

from veche.inbox.words import where

register = template.Library()
register.filter(where)
