"""Loads templates without what no page needs: the indentation of their lines, and what the parser leaves behind."""

import re

from django.template import Origin
from django.template.base import Node, Template
from django.template.loaders import base, cached
from django_cotton import cotton_loader
from django_cotton.templatetags._component import CottonComponentNode
from django_cotton.templatetags._vars import CottonVarsNode

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(cotton_loader.Loader):  # type: ignore[misc] # django-cotton has no types
    """django-cotton's loader; the indentation of HTML, which a browser does not show, would be a tenth of a page."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        self.reset()  # drop the kept text: `CachedLoader` keeps the parsed template
        return INDENTATION.sub("\n", contents) if str(origin.name).endswith(".html") else contents


class _Parsed(base.Loader):
    """Parses a template and drops what only the parser needed; `cached.Loader` calls it by `super()`."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if not self.engine.debug:
            _forget_parsing(template)
        return template


class CachedLoader(cached.Loader, _Parsed):
    """Keeps parsed templates."""


def _forget_parsing(template: Template) -> None:
    """Drop the source, the tokens, which only the debug page reads, and all tags and filters that the parser of each
    component knew."""
    template.source = ""
    for node in template.nodelist.get_nodes_by_type(Node):
        node.token = None
        if isinstance(node, CottonComponentNode | CottonVarsNode):
            node.active_library = None
