"""Entities that the network finds in a text: links, commands, hashtags, cashtags, mentions, addresses, telephones."""

import re
from collections.abc import Iterator

from veche_sandbox.telegram.markup import Span

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi
gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw
ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng
ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn
so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws
ye yt za zm zw
"""
_OTHERS = """
com net org info biz name pro edu gov int mil mobi tel travel online site store shop club top xyz app dev tech press
news city live life media moscow tatar space world chat link page blog wiki art agency academy center company digital
email expert fund group guru host market network one photo plus red services social studio support team today tools
video vip website work zone рф рус москва дети онлайн сайт орг бел укр қаз мкд срб бг мон ею католик ком
"""
DOMAINS = frozenset((_COUNTRIES + _OTHERS).split())
"""The ends of addresses that are links without «https://». The network's own list is longer."""

_END = r"[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]]"
_KINDS = (
    ("url", re.compile(rf"(?:https?|ftp)://[^\s<>«»\"]{_END}", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    (
        "url",
        re.compile(
            rf"(?<![\w@.\-/:$#])(?:[^\W_][\w-]*\.)+(?P<end>[^\W\d_]{{2,}})\b(?!@)(?::\d{{1,5}})?(?:[/?#]{_END})?/?"
        ),
    ),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*(?!#)")),
    ("cashtag", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}\b")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){9,14}(?!\w)")),
)
FOUND = frozenset(kind for kind, _ in _KINDS)
"""Kinds that nobody marks: the network finds them, or they are not there."""
_NOTHING_INSIDE = frozenset({"text_link", "text_mention", "code", "pre", "custom_emoji", "date_time"})


def find_entities(text: str, marked: list[Span]) -> list[Span]:
    taken = [(span.begin, span.end) for span in marked if span.kind in _NOTHING_INSIDE]
    found = []
    for kind, match in _matches(text):
        if all(match.end() <= begin or match.start() >= end for begin, end in taken):
            taken.append(match.span())
            found.append(Span(kind, *match.span()))
    return found


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            end = match.groupdict().get("end")
            if end is None or _is_domain(end):
                yield kind, match


def _is_domain(end: str) -> bool:
    """Whether this is a domain ending, «ya.ru» or «YA.RU», but not two sentences without a space: «Вода.Ru»."""
    return end.lower() in DOMAINS and (end == end.lower() or end[1:] != end[1:].lower())
