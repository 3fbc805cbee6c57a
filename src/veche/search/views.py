from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.kit.excerpts import excerpt
from veche.morphology.numerals import listed
from veche.search.domain.health import is_filling
from veche.search.domain.question import MOST_WORDS, Question
from veche.search.domain.searching import elsewhere, kinds_for, search
from veche.search.forms import SearchForm
from veche.search.lines import line_of
from veche.staff.access import permission_required, person_of

# Of what was typed, as the page repeats it.
REPEATED = 100


@require_GET
@permission_required("search.use")
def results(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    open_to = kinds_for(me)
    form = SearchForm(request.GET, administration=me.administration, kinds=open_to)
    query = form.query()
    page = search(me, query)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "typed": excerpt(form.asked.get("q", ""), REPEATED),
        "chips": [
            ("Всё", "", form.url(kind=None), not query.kinds),
            *((kind.title, kind.icon, form.url(kind=kind.slug), kind.slug in query.kinds) for kind in open_to),
            *((kind.title, kind.icon, url, False) for kind, url in elsewhere(me, form.asked.get("q", ""))),
        ],
        "lines": [line_of(hit, query.question) for hit in page.hits],
        "more": form.url(before=page.more) if page.more is not None else "",
        "newest": form.url(),
        "notes": list(_notes(query.question)),
        "without_conditions": form.url(**form.no_conditions) if form.narrows or query.kinds else "",
    }
    return render(request, "search/results.html", context)


def _notes(question: Question) -> Iterator[str]:
    """What of the typed words was not looked for, and whether everything could be found."""
    if is_filling():
        yield "Поиск ещё наполняется: чего-то может не хватать. Обычно это несколько минут после обновления."
    if question and question.left_out:
        said = listed([f"«{word}»" for word in question.left_out[:MOST_WORDS]])
        yield f"Искали без {said}: такие слова есть почти в каждом тексте."
    if question.is_cut:
        yield f"Запрос длинный: искали по первым словам, не больше {MOST_WORDS}."
