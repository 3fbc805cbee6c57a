"""Loads templates without the indentation of their lines."""

import re

from django.template import Origin
from django_cotton import cotton_loader

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(cotton_loader.Loader):  # type: ignore[misc] # django-cotton has no types
    """django-cotton's loader; the indentation of HTML, which a browser does not show, would be a tenth of a page."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        return INDENTATION.sub("\n", contents) if str(origin.name).endswith(".html") else contents
