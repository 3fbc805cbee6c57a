"""Kind forbidden_link: networks and sites of banned organisations, and links that hide where they lead."""

import re
from collections.abc import Iterator
from datetime import date

from veche.preflight.finding import KindFinding
from veche.preflight.registers.index import Index
from veche.preflight.words import listed

_HOST = re.compile(
    r"(?:https?://)?(?<![\w@-])((?:[\w-]{1,60}\.){1,4}[a-zа-я]{2,12})(?![\w@-])(?:/[^\s<>«»()\[\]]*)?", re.IGNORECASE
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+")
_NAME = r"(?:инстаграм\w*|инстаграмм\w*|инст[аеуы]|instagram|фейсбук\w*|facebook|тредс\w*|threads)"
_NAMED = re.compile(_NAME, re.IGNORECASE)
_INVITED = re.compile(
    rf"(?:подпис\w+|подпиш\w+|заход\w+|присоединя\w+|читайте|следите|ищите|найд[её]те|смотрите|пишите|отмечайте|отметь\w*"
    rf"|выклад\w+|публикуйте|делитесь|страниц\w+|аккаунт\w*|профил\w+|групп\w+|директ\w*|мы|нас|наш\w{{0,3}})"
    rf"(?:\s+[\w@#-]+){{0,5}}?\s+(?:в|во|на)?\s*[«\"]?{_NAME}\b"
    rf"|соцсет\w+\s*:[^.!?\n]{{0,60}}?{_NAME}\b|{_NAME}[»\"]?\s*\(?(?:[:—–-]\s*)?@?[a-z0-9_.]{{4,30}}\b(?<!com)|\b{_NAME}[»\"]?\s*[:—–-]\s*@",
    re.IGNORECASE,
)
_NOT_INVITED = re.compile(
    r"мошенн|фейк|поддел|блокир|запрещ[её]н\w* (?:соц|сет)|не (?:вед|публик|размещ|выклад|пиш"
    r"|подпис|заход|переход)|закры|удал|взлом|приостанов|отказ|вместо|больше не|прекра|уйти|ушли"
    r"|перешли|перееха",
    re.IGNORECASE,
)


def forbidden_links(text: str, index: Index, today: date) -> Iterator[KindFinding]:
    found: list[tuple[int, int]] = []
    # An address may have the word inside: «site.ru/news/instagram».
    masked = _MAIL.sub(lambda one: " " * len(one.group()), _HOST.sub(lambda one: " " * len(one.group()), text))
    for one in _HOST.finditer(text):
        why = _why(one[1].lower().removeprefix("www."), index, today)
        if why:
            found.append(one.span())
            yield KindFinding("forbidden_link", *one.span(), "error", why)
    if found or not _NAMED.search(masked):
        return
    for one in _INVITED.finditer(masked):
        sentence = text[max(text.rfind(sign, 0, one.start()) for sign in ".!?\n") + 1 : one.end() + 60]
        if not _NOT_INVITED.search(sentence):
            yield KindFinding(
                "forbidden_link",
                *one.span(),
                "error",
                "Приглашение в сеть Meta, которая признана экстремистской: уберите его.",
            )
            return


def _why(host: str, index: Index, today: date) -> str:
    if any(host == one or host.endswith(f".{one}") for one in listed("meta", "links")):
        return f"Ссылка на {host}: сеть Meta признана экстремистской, ссылку могут счесть рекламой. Уберите её."
    if any(host == one or host.endswith(f".{one}") for one in listed("short", "links")):
        return f"Короткая ссылка {host} прячет, куда ведёт. Дайте полный адрес."
    entry = index.site(host, today)
    return f"Ссылка на сайт из реестра «{entry.register}»: {entry.name}. Уберите её." if entry else ""
