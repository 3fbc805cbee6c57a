"""What the month draws a hundred times: a template takes ten times as long for it."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from veche.web.drawn import drawn, joined
from veche.web.pages.hints import Hint
from veche.web.pages.month_grid import Cell, MonthLine
from veche.web.templatetags.display import icon, net, picture, status

register = template.Library()

TODAY = mark_safe("\n<em>сегодня</em>")
TOO_CLOSE = "Записи в одной сети ближе часа друг к другу"


@register.simple_tag
def month_cell(cell: Cell, *, may_edit: bool, is_dense: bool, add_url: str) -> SafeString:
    """One day with its items. `is_dense`: without the pictures of formats."""
    return drawn(
        '<section class="{}" aria-label="{}{}"{}>\n<h2><span class="wd">{}</span>\n{}{}{}{}</h2>{}{}{}\n</section>\n',
        cell["kind"],
        cell["full"],
        ", сегодня" if cell["today"] else "",
        "" if cell["past"] else _day(cell),
        cell["name"],
        _number(cell, add_url) if may_edit and not cell["past"] else cell["number"],
        drawn("<small>{}</small>", cell["off"]) if cell["off"] else "",
        TODAY if cell["today"] else "",
        drawn('\n<em class="tone-warn" title="{}">{}</em>\n', TOO_CLOSE, cell["clash"]) if cell["clash"] else "",
        joined(_line(one, may_edit=may_edit, is_dense=is_dense) for one in cell["lines"]),
        _hint(cell["hint"], may_edit=may_edit) if cell["hint"] else "",
        _more(cell) if cell["more"] else "",
    )


def _day(cell: Cell) -> SafeString:
    return drawn('\ndata-day="{}" data-name="{}, {}"', cell["iso"], cell["name"], cell["number"])


def _number(cell: Cell, add_url: str) -> SafeString:
    return drawn('<a href="{}?day={}" title="Добавить">{}</a>\n', add_url, cell["iso"], cell["number"])


def _hint(hint: Hint, *, may_edit: bool) -> SafeString:
    url = hint.url if may_edit else hint.page
    return drawn('\n<a class="mhint" href="{}">\nПовод: <bdi>{}</bdi></a>', url, hint.title)


def _more(cell: Cell) -> SafeString:
    said = '\n<a class="mmore" href="{}">{}<span class="sr">: {}</span></a>'
    return drawn(said, cell["url"], cell["more"], cell["full"])


def _line(line: MonthLine, *, may_edit: bool, is_dense: bool) -> SafeString:
    return drawn(
        '<article class="mi"{}><p class="mi-top"><time>{}</time> {}<span class="nets">{}</span>\n{}</p>'
        '<h3><a href="{}">{}</a></h3></article>',
        drawn(' data-move="{}"', line.move) if line.move and may_edit else "",
        line.hour,
        picture(line.picture) if line.picture else "" if is_dense else icon(line.icon),
        _networks(line.nets, line.most, line.titles),
        status(line.state, line.say),
        line.url,
        line.title,
    )


@lru_cache(maxsize=256)
def _networks(nets: tuple[str, ...], most: str, titles: str) -> SafeString:
    if most:
        return drawn('<abbr class="net net-all" title="{}">{}</abbr>', titles, most)
    return joined(net(slug) for slug in nets)
