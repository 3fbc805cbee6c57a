"""Kinds campaigning and poll_silent_days: what a local body may not publish about an election (67-ФЗ)."""

import re
from collections.abc import Iterator
from itertools import islice

from veche.preflight.finding import KindFinding
from veche.preflight.law.election_words import CIVIL, NAME, OFFICE_OF, WHO
from veche.preflight.law.preference import preference
from veche.preflight.law.tokens import tokens
from veche.preflight.post import Circumstances
from veche.preflight.registers.declension import folded, is_form
from veche.preflight.registers.pattern import WORD
from veche.preflight.words import listed

_CALLS = (
    re.compile(
        r"\b(?:проголосуй(?:те)?|голосуй(?:те)?|голосуем|проголосуем|голосовать|проголосовать"
        r"|голосую|отда(?:й(?:те)?|дим|ть|вайте|ём)\s+(?:\w+\s+){0,2}голос\w*"
        r"|поставьте\s+(?:галочку|крестик|отметку))\s+(?:\w+\s+){0,2}?(?:за|против"
        r"|напротив)(?![\w-])[^.!?\n]{0,90}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:поддержи(?:те)?|поддержим|поддержать|выбира(?:й(?:те)?|ем)|выбери(?:те)?|выберем"
        rf"|изберем|изберём|переизбер\w+|сделайте\s+выбор\s+в\s+пользу|ваш\s+выбор\s*[–—-]"
        rf"|наш\s+выбор\s*[–—-]|мой\s+выбор\s*[–—-]|скажи(?:те"
        rf"|м)?\s+[«\"]?да[»\"]?)\s+(?:на\s+выборах\s+)?(?:\w+\s+){{0,2}}?(?:нашего\s+|нашу\s+"
        rf"|нашему\s+)?{WHO}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bне\s+(?:голосуй(?:те)?|отдавай(?:те)?\s+(?:свой\s+)?голос\w*|поддерживай(?:те)?"
        rf"|допусти(?:те)?)\s+(?:\w+\s+){{0,2}}?(?:за\s+|к\s+власти\s+)?(?:{WHO}|этого|него|не[её]"
        rf"|них)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:ваш|твой|каждый)\s+голос\s+(?:нужен|важен|поможет|укрепит"
        r"|решит)\s+(?:\w+\s+){0,3}?(?:кандидат\w*|партии|команде)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:по)?ставь(?:те)?\s+(?:галочку|крестик|отметку|знак)\s+(?:\w+\s+){0,3}(?:напротив|за|у)\b[^.!?\n]{0,60}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bна\s+выбор\w+[^.!?\n]{0,30}\b(?:[Пп]оддерж\w+|[Вв]ыбер\w+|[Вв]ыбирай\w*)\s+(?!сво|ваш"
        r"|наш|достойн|лучш)[А-ЯЁ][а-яё]+"
    ),
    re.compile(r"\b(?:все\s+)?на\s+выборы[!,]?\s+(?:голосовать\s+)?за\s+[А-ЯЁ«]", re.IGNORECASE),
    re.compile(r"(?<!\d )\b(?:голос|ни\s+одного\s+голоса)\s+за\s[^.!?\n]{1,60}", re.IGNORECASE),
    re.compile(rf"\bдостоин\w*\s+(?:стать|быть)\s+{OFFICE_OF}", re.IGNORECASE),
)
_BIDS = re.compile(r"\w+(?:й|йте|ите|им|ем)\b")
# «Кандидат Петров».
_NAMED_RUNNER = re.compile(r"[Кк]андидат(?:а|у|ом)?\s+[А-ЯЁ][а-яё]{2,}")
# Whom to vote for, in an election time.
_OURS = re.compile(r"\bза\s+наш(?:их|его|у)\b", re.IGNORECASE)
_SIDES = re.compile(r"\b(?:мы|я|город|двор|район|вся\s+семья)\s+(?:все\s+)?(?:за|против)\s+[А-ЯЁ]", re.IGNORECASE)
_POWER = re.compile(
    r"\bне\s+(?:да(?:йте|вайте|дим)|допустите|допустим)\b[^.!?\n]{0,60}\b(?:к\s+власти|победить"
    r"|пройти\s+в)",
    re.IGNORECASE,
)
_VOTE_ANY = re.compile(
    r"(?:за|против)\s+(?:будущее|сво[йеюих]+\s+кандидат|того,?\s+ко|тех,?\s+ко|любого|кого"
    r"|одного из|одну из|до\s|временем|рубеж)|(?:кандидатов|выбор)\s+по\s+(?:своему|вашему)|какого"
    r"|против\s+всех",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:достойн\w+|лучш\w+|надёжн\w+|надежн\w+|сильн\w+|опытн\w+|честн\w+|единственн\w+"
    r"|реальн\w+|эффективн\w+|ответственн\w+|неравнодушн\w+|профессионал\w*|настоящ\w+"
    r"|многое\s+(?:сделал|успел)\w*|много\s+сделал\w*|добил\w+|заботит\w+|знает\s+(?:проблем|нужд"
    r"|город)\w*|доказал\w*|заслужил\w*|заслуживает|доверия|доверяем|верим|справится|поддержива\w+"
    r"|поддержк\w+|поддерж\w+\s+(?:е[её]|его|их)\b|обеспечит|изменит\s+(?:город|жизнь)|сделает\s+город|построил\w*"
    r"|(?:городу|району|округу|нам|жителям)\s+нуж(?:ен|на|ны)\s+так|открыл\w*|вручил\w*|подарил\w*|отремонтировал\w*|помог\w*|помогает"
    r"|(?:вруча|дар|открыва|поздравля|угоща|ремонтиру|стро)(?:ет|ит)\b|раздал\w*|раздаёт|купил\w*|накормил\w*|угостил\w*|угощал\w*|поздравил\w*|(?:ис)?п[её]к(?:л[аи])?\b|(?:с)?пел[аи]?\b"
    r"|спасибо|благодар\w+|продолжит|гарант\w*|победит|победа\s+(?:кандидат"
    r"|парти)\w*|лидер\w*\s+(?:гонки|предвыборной))",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\b(?:обманет|обманыва\w+|развал\w+|ничего\s+не\s+(?:сделал|умеет|знает)\w*|не\s+справ\w+"
    r"|не\s+достоин\w*|недостоин\w*|доверять\s+нельзя|нельзя\s+доверять|судим\w*|провалил\w*|популист\w*|вредит\w*|опасн\w+|бездействова\w+"
    r"|некомпетент\w+|непорядочн\w+|ворова\w+|погубит|разруш\w+|пуст\w+\s+обещани\w+)",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"(?<!без )\b(?:кандидат(?:а|у|ом|е|ы|ов|ам|ами)?|самовыдвижен\w+|парти[яиюейй]\b|партией"
    r"|единоросс\w*|«?един\w{2,3} росси\w{1,2}»?|кпрф|лдпр|«?справедлив\w{2,3} росси\w{1,2}»?"
    r"|(?-i:«?Новые люди»?)|баллотиру\w+|ид[её]т\s+(?:в\s+(?:думу|депутаты|мэры|главы|губернаторы)|на\s+выборы))"
    r"(?!\s+(?:в мастера|наук|в отряд|на вакансию|на должность|медицинск"
    r"|техническ))",
    re.IGNORECASE,
)
_NO_RACE = re.compile(
    r"кандидат\w*\s+(?:\w+\s+)?(?:наук|в мастера|на\s+(?:должност|вакан|пост|обучен|службу|приз"
    r"|звани|работ)\w*|в\s+(?:сборн|кадров|резерв|общественн|молод[её]жн|волонт|присяжн|отряд|народн\w+\s+дружин|дружин|дед)\w*)"
    r"|парти[яиюейй]{1,2}\s+(?:\w+[иы]х\s+|\w+о[йг]о?\s+)?(?:товар|груз|вакцин|учебник|автобус|шахмат|в\s+шахмат|контейнер|мебел|продук|лекарств|книг|корм"
    r"|саженц|сол|песк|трамва|троллейбус|техник|оборудован|машин|велосипед|детал|топлив|овощ|фрукт|масок|вагон|труб|плит|дров|угл|шпал|рельс|ламп|светильник|фонар)\w*"
    r"|(?:шахматн|очередн|перв|втор|крупн|нов|больш|пробн)\w+\s+парти\w+"
    r"|кандидат\w*\s+на\s+|кандидат\w*\s+в\s+(?!депутат|мэр|глав|губернат|дум|совет|президент|законодат)",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"зарегистрир\w+|подал\w*\s+документ|выдвин\w+|жеребь[её]вк\w+|эфирн\w+\s+врем|бюллетен\w+"
    r"|списк\w+\s+кандидат\w+\s+(?:опублик|размещ|на\s+сайте)"
    r"|избирательн\w+\s+комисси\w+\s+(?:сообщ|принял|опублик|утверд|зарегистр)\w*"
    r"|при[её]м\w*\s+документ|агитаци\w+\s+(?:запрещ|разреш|начал|заверш)\w*"
    r"|встреч\w+\s+с\s+избирател",
    re.IGNORECASE,
)
# How an election goes, and what the law says of it.
_ORDER = re.compile(
    r"дебат|наблюдател|комисси|избирком|заявлени|сняти[ея]|снял\w*\s+кандидат|регистрац|отказал|бюллетен|списк|список|конференц"
    r"|съезд|агитаци|эфир|голосовани|участ(?:ок|к)|документ|оштраф|\bсуд|закон|правил|вправе|может|могут|обязан|срок|деклараци"
    r"|доход|мандат|избранн|выдвижени|подпис(?:ей|и)\b|обращени\w+\s+в|протокол|подсч[её]т|открепит|сколько|перечень|опубликова",
    re.IGNORECASE,
)
_PARTY_MEN = re.compile(r"\b(?:коммунист(?!ич)|либерал-демократ|эсер)\w*", re.IGNORECASE)
_JOB = re.compile(r"ваканси|собеседовани|резюме|соискател|работодател|кадров", re.IGNORECASE)
_WHO_RUNS_MESSAGE = (
    "Партия или кандидат. В кампанию рассказ о них могут счесть агитацией. Оставьте только то, как идут выборы."
)
_PATRONYMIC = re.compile(r"(?:ич|вна|чна)$")
# More calls of one kind are not read: the time per text is bounded.
MOST = 20
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def campaigning(text: str, at: Circumstances) -> Iterator[KindFinding]:
    """One finding a text: a call to vote for or against somebody, or praise and blame of those who run; without these
    the first name of a candidate."""
    if found := _call(text, at) or _judgement(text, at) or preference(text, soon=_is_soon(text, at)):
        message = "Похоже на агитацию: органам власти она запрещена. Скажите только, когда и где голосуют."
        yield KindFinding("campaigning", *found, "error", message)
    elif at.in_campaign and (named := _candidate(text, at)):
        said = text[slice(*named)]
        message = (
            f"«{said}»: имя кандидата. В кампанию рассказ о кандидате могут счесть агитацией. Обойдитесь без имени."
        )
        yield KindFinding("campaigning", *named, "warning", message)
    elif at.in_campaign and (runs := _who_runs(text)):
        yield KindFinding("campaigning", *runs, "warning", _WHO_RUNS_MESSAGE)


def _who_runs(text: str) -> tuple[int, int] | None:
    """Where a party or a candidate is named, in a sentence that says nothing of how an election goes."""
    if _JOB.search(text):
        return None
    for one in _SENTENCE.finditer(text):
        said = one.group()
        found = _RUNS.search(said) or _PARTY_MEN.search(said)
        civil = CIVIL.search(said) and not _NAMED_RUNNER.search(said)
        if found and not civil and not any(other.search(said) for other in (_NO_RACE, _NEUTRAL, _ORDER, _POLL)):
            return one.start() + found.start(), one.start() + found.end()
    return None


def _candidate(text: str, at: Circumstances) -> tuple[int, int] | None:
    """Where the first surname of a candidate stands, in any case of its declension."""
    surnames = {surname for name in at.candidates for surname in _surnames(name)}
    capitals = (word for word in tokens(text) if word.capital) if surnames else ()
    return next(((word.start, word.end) for word in capitals if any(is_form(word.low, one) for one in surnames)), None)


def _surnames(name: str) -> list[str]:
    """Folded. Given names, patronymics and initials name nobody; «Бабич Иван Ильич» is Бабич."""
    words = [folded(word) for word in WORD.findall(name) if len(word) > 1]
    rest = [word for word in words if word not in listed("given")]
    return [word for word in rest if not _PATRONYMIC.search(word)] or rest[:1]


def _call(text: str, at: Circumstances) -> tuple[int, int] | None:
    if power := _POWER.search(text):
        return power.span()
    for pattern in _CALLS:
        for one in islice(pattern.finditer(text), MOST):
            said = one.group()
            start = max(text.rfind(sign, 0, one.start()) for sign in ".!?\n") + 1
            around = text[max(start, one.start() - 300) : one.end() + 10]
            if CIVIL.search(said) or (
                CIVIL.search(around) and not re.search(r"кандидат|парти[юией]|выборах", around, re.IGNORECASE)
            ):
                continue
            if not _BIDS.match(said) and _POLL.search(
                around + re.split(r"[.!?\n]", text[one.end() + 10 :], maxsplit=1)[0]
            ):
                continue  # «готовы поддержать кандидата, показал опрос»
            blames = at.in_campaign and bool(_BLAME.search(said))
            if (_VOTE_ANY.search(said) and not blames) or re.search(
                r"\b(?:нельзя|запрещ\w+|не\s+призыва\w+|заставля\w+|принужда\w+|просят"
                r"|предлага\w+\s+деньги|подкуп\w*)\b",
                around,
                re.IGNORECASE,
            ):
                continue
            if blames or _aims(said) or (at.in_campaign and _OURS.search(said)):
                return one.start(), one.end() - (len(said) - len(said.rstrip(" ,:—–-")))
    return None


def _aims(said: str) -> bool:
    """Whether the call names whom to vote for: a candidate, a party, a name or a number in the list."""
    return bool(
        re.search(
            rf"{WHO}|{OFFICE_OF}|(?:за|против|напротив)\s+(?:фамили\w+|имени|номер\w*|№|него|не[её]|них|этого|эту)",
            said,
            re.IGNORECASE,
        )
        or re.search(rf"(?:за|против|напротив|[Пп]оддерж\w+|[Вв]ыбер\w+|[Вв]ыбирай\w*)\s+(?:{NAME}|«)", said)
    )


def _is_soon(text: str, at: Circumstances) -> bool:
    return at.in_campaign or (
        at.campaign is None and bool(re.search(r"выбор(?:ы|ов|ах|ам)\b|голосовани\w+", text, re.IGNORECASE))
    )


def _judgement(text: str, at: Circumstances) -> tuple[int, int] | None:
    """Praise or blame of a candidate or a party, in an election time or where the text speaks of one."""
    soon = _is_soon(text, at)
    for one in _SENTENCE.finditer(text):
        said = one.group()
        runs = _RUNS.search(said) or _candidate(said, at)
        if (
            not runs
            or _NO_RACE.search(said)
            or _NEUTRAL.search(said)
            or _POLL.search(said)
            or (CIVIL.search(said) and not _RUNS.search(said))
        ):
            continue
        if not (soon or _NAMED_RUNNER.search(said) or re.search(r"\bкандидат\w*\s+(?:в|от)\s", said, re.IGNORECASE)):
            continue
        if _PRAISE.search(said) or _BLAME.search(said) or (_candidate(said, at) and _SIDES.search(said)):
            start = one.start() + len(said) - len(said.lstrip())
            return start, one.end()
    return None


_POLL = re.compile(
    r"\b(?:опрос\w*|соцопрос\w*|экзит-?пол\w*|exit[- ]?poll\w*|вциом\w*|фом\b|левада\w*|рейтинг\w*"
    r"|прогноз\w*|социолог\w+|(?:эксперт|аналитик|политолог)\w*\s+(?:жд|ожида|назва|предсказ)\w+|исследовани\w+\s+показ\w+|исследовани\w+\s+(?:общественн\w+\s+мнени\w+|социолог\w+)"
    r"|предварительн\w+\s+(?:данн|оценк)\w+|электоральн\w+\s+\w+)",
    re.IGNORECASE,
)
_ELECTORAL = re.compile(
    r"\b(?:выбор(?:ы|ов|ах|ам|ами)|кандидат\w*|избирател\w+|парти[яиюейй]\w*|явк\w+|голосовани\w+"
    r"|проголос\w+|электорат\w*|электоральн\w+|единоросс\w*|един\w+ росси\w+|кпрф|лдпр|мандат\w*"
    r"|победит\w*|побед[уаы]\s+(?-i:[А-ЯЁ])"
    r"|опережа(?:ет|ют)\s+(?-i:[А-ЯЁ])|втор\w+\s+тур\w*|опрос\w*\s+на\s+выходе|экзит-?пол\w*"
    r"|exit[- ]?poll\w*|лидер\w*\s+гонки|предвыборн\w+|голос(?:ов|а|овать)|референдум\w*)",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\d{1,3}(?:[.,]\d+)?\s?(?:%|процент\w*)|лидер\w*|лидир\w+|победит|побежда\w+|опережа\w+|набер[её]т"
    r"|набира\w+|большинств\w+|треть|половин\w+|каждый\s+(?:второй|третий|четв[её]ртый|пятый)"
    r"|\d+\s+из\s+\d+|впереди\b|первое\s+место|на\s+первом\s+месте|отста[её]т|прогноз\w*\s+(?:явк|результат|итог|победы)\w*"
    r"|прогнозир\w+|предсказыва\w+|фаворит\w*|выигра\w+|уверенн\w+\s+побед\w*"
    r"|рейтинг\w*\s+(?:\w+\s+){0,2}(?:вырос|упал|растёт|растет|кандидат|парти)\w*",
    re.IGNORECASE,
)
_TURNOUT = re.compile(
    r"\bявк\w+\s+(?:на|к)\s+\d{1,2}[:. ]|\bявк\w+\s+(?:по\s+\w+\s+)?(?:составила|составляет"
    r"|превысила|достигла)|проголосовал\w*\s+(?:уже\s+)?(?:\d|более|больше|почти)"
    r"|официальн\w+\s+(?:результат|итог)\w*|избирком\w*\s+(?:подв[её]л|утвердил)\w*|нельзя"
    r"|запрещ\w+|не\s+публик\w+",
    re.IGNORECASE,
)
_CIVIL_POLL = re.compile(
    r"благоустройств\w*|сквер\w*|парк\w*|двор\w*|транспорт\w*|удовлетвор[её]нн\w*"
    r"|качеств\w+\s+(?:услуг|дорог|медицин|образован)\w*|погод\w*|климат\w*|синоптик\w*|урожа\w+"
    r"|паводк\w*|футбол\w*|матч\w*|турист\w+|городск\w+\s+сред\w*|питани\w+|школ\w+",
    re.IGNORECASE,
)


def polls(text: str, at: Circumstances) -> Iterator[KindFinding]:
    """One finding a text: results of a poll or a forecast of an election in the days when the law forbids them."""
    if not at.polls_forbidden:
        return
    pieces = [(one.start(), one.end(), one.group()) for one in _SENTENCE.finditer(text)]
    electoral = bool(_ELECTORAL.search(text))
    for start, end, said in pieces:
        asked = _POLL.search(said)
        if not asked or not electoral or _TURNOUT.search(said):
            continue
        if _CIVIL_POLL.search(said) and not _ELECTORAL.search(said):
            continue
        if _RESULT.search(said) or any(
            _RESULT.search(next_said) and _ELECTORAL.search(next_said) for _, _, next_said in pieces
        ):
            lead = len(said) - len(said.lstrip())
            message = "Опросы и прогнозы о выборах за пять дней до голосования и до его конца не публикуют. Отложите."
            yield KindFinding("poll_silent_days", start + lead, end, "error", message)
            return
