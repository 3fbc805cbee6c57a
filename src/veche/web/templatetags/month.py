"""What the month draws a hundred times: a template takes ten times as long for it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from veche.web.pages.month_grid import Line
from veche.web.templatetags.display import icon, net, status

register = template.Library()


@register.simple_tag
def month_line(line: Line, *, may_edit: bool, is_dense: bool) -> SafeString:
    """One item. `is_dense`: without the picture of its format."""
    return format_html(
        '<article class="mi"{}><p class="mi-top"><time>{}</time> {}<span class="nets">{}</span>\n{}</p>'
        '<h3><a href="{}">{}</a></h3></article>',
        format_html(' data-move="{}"', line.move) if line.move and may_edit else "",
        line.hour,
        "" if is_dense else icon(line.icon),
        _networks(line),
        status(line.state, line.say),
        line.url,
        line.title,
    )


def _networks(line: Line) -> SafeString:
    if line.most:
        return format_html('<abbr class="net net-all" title="{}">{}</abbr>', line.titles, line.most)
    return format_html_join("", "{}", ((net(slug),) for slug in line.nets))
