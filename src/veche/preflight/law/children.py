"""Kind child_photo_no_consent: photos with a child whose parents did not agree."""

import re
from collections.abc import Iterator
from itertools import islice

from veche.morphology.words import readings
from veche.preflight.accessibility.media import says_nothing
from veche.preflight.finding import KindFinding
from veche.preflight.post import Post

_CHILD = re.compile(
    r"\b(?:реб[её]н(?:ок|ка|ку|ком|ке)|дет(?:и|ей|ям|ьми|ях)|детиш\w+|детвор\w+|малыш\w*|мальчиш\w+|девчон\w+|девчат\w*"
    r"|карапуз\w*|младен\w+|двойн(?:я\w*|ю|ей|и)|тройн(?:я\w*|ю|ей|и)|близнец\w*|новорожд[её]нн\w+|школьни(?:к|ц)\w*|учени(?:к|ц)\w*|учащи(?:еся|хся"
    r"|мся|йся)\w*|воспитанни(?:к|ц)\w*|дошкол(?:ьник|ят)\w*|дошкольники|первоклас+ни(?:к|ц)\w*"
    r"|первоклашк\w*|(?!одноклас)\w*клас+ни(?:к|ц)\w*|\w*клашк\w*|младшеклас+ник\w*|старшеклас+ник\w*"
    r"|подрост(?:ок|к\w+)|девоч(?:ка|ки|ку|ке|кой|ек|кам|ками)|мальчи(?:к|ка|ки|ку|ком|ков|кам"
    r"|ками|шк\w*)|гимназист\w*|лицеист\w*|кадет\w*|юнарме\w+|пионер\w*|октябрят\w*|детсадов\w+"
    r"|ребят(?:а|ам|ами|ня|ки)?|ребятиш\w+|юн(?:ые|ых|ым|ыми|ый|ая|ого|ой)\s+[а-яё]+"
    r"|девятиклассник\w*|выпускник\w*\s+(?:детск|садик)\w*|сынишк\w*|внучк\w*|внук(?:а|и|ом|ами)?"
    r"|дочк\w*|дочер\w+|сын(?:а|ом|овья|овей)?)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"^\W*(?:фото|фотографии|снимки|фотоотчёт)\s+(?:с|со|из)\b|\b(?:на|в)\s+(?:\w+\s+){0,2}(?:фото"
    r"|фотографи\w+|снимк\w+|кадр\w*|фоторепортаж\w*|фотоотч[её]т\w*|ролик\w*|видео)\b|\b(?:фото"
    r"|фотограф\w+|снимк\w+)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:на|для|о|об|про|от|без|к|семь\w+\s+с|родител\w+|прав\w*|выплат\w*|пособи\w+|льгот\w*"
    r"|безопасност\w+|здоровь\w+|количеств\w+|число|защит\w+|питани\w+|очеред\w+|кружк\w+|мест"
    r"|набор\w*|приём\w*|прием\w*|запис\w+|сертификат\w*|вакцинаци\w+|прививк\w+|отдых\w*"
    r"|площадк\w+|ждут|ждём|приглаша\w+)\s+(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:не\s+оставляйте|напомина\w+|соблюдайте|могут|можно|нужно|надо|должны|обязан\w*"
    r"|запрещ\w+|разреш\w+|бесплатн\w+|до\s+\d+\s+лет|в\s+возрасте|старше\s+\d|младше\s+\d|будут"
    r"|будет|пойдут|смогут|получат|получают|приглаша\w+|приходите|приводите|запис\w+|имеют\s+право"
    r"|не\s+допускаются|напомните|расскажите|объясните|берегите|следите|предупред\w+|научите|если"
    r"|в\s+планах|планиру\w+|завтра|скоро)\b",
    re.IGNORECASE,
)
# What was held for children: they were there. «Провели экскурсию для школьников», «звонок прозвенел для …».
_HELD_FOR = re.compile(
    r"\b(?:прозвен\w+|прош(?:ёл|ел|ла|ло|ли)|состоял\w+|пров(?:ёл|ел[аи]?)|устроил[аи]?|показал[аи]?|сыграл[аи]?"
    r"|выступил[аи]?)\b[^.!?]*\bдля\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_EVENT_FOR = re.compile(
    r"\b(?:экскурси|урок|заняти|праздник|утренник|концерт|мастер-класс|спектакл|викторин|квест|представлени|[её]лк|игр)\w*"
    r"\s+для\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# «Маша Иванова, 7 лет».
_AGED = re.compile(r"[А-ЯЁ][а-яё]+,?\s\(?(?:1[0-7]|[1-9])\s?(?:лет|год|года)\b(?!\s+назад)")
# Longer sentences and more words of one are not read: the time per text is bounded.
LONGEST, MOST = 1_000, 8
_SENTENCE = re.compile(r"[^.!?\n]+")


def child_photos(post: Post) -> Iterator[KindFinding]:
    """One finding a post, at the words about the child; at the first line if only a description tells of it."""
    if not post.photos or post.consent is True:
        return
    pictures = [one for one in post.media if one.kind != "other"]
    if pictures and all(one.consent for one in pictures):
        return
    shown = next(
        (one for one in pictures if not one.consent and (one.shows_children or (one.alt and _CHILD.search(one.alt)))),
        None,
    )
    if shown is not None:
        yield _finding(0, len(post.text.split("\n", 1)[0]))
        return
    described = [one for one in pictures if (one.alt and not says_nothing(one.alt)) or one.shows_children is False]
    if described and len(described) == len(pictures) == post.photos:
        # Every picture is described, and none shows a child.
        return
    if span := _told(post.text):
        yield _finding(*span)


def _finding(start: int, end: int) -> KindFinding:
    return KindFinding(
        "child_photo_no_consent",
        start,
        end,
        "error",
        "На фото ребёнок, а согласия родителей нет: получите его или возьмите другой снимок.",
    )


def _told(text: str) -> tuple[int, int] | None:
    """The words that say a child is in the photo: «на фото — …», or an event that children took part in."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()[:LONGEST]
        if _SHOWN.search(said) and (aged := _AGED.search(said)):
            return sentence.start() + aged.start(), sentence.start() + aged.end()
        for one in islice(_CHILD.finditer(said), MOST):
            span = sentence.start() + one.start(), sentence.start() + one.end()
            if _SHOWN.search(said) and not re.search(r"\bнет\b|\bбез\b|ни одного", said):
                return span
            before = said[: one.start()]
            was_there = not _FOR.search(before) or _HELD_FOR.search(before) or _EVENT_FOR.search(before)
            if was_there and not _GENERAL.search(said) and _acted(said, one):
                return span
    return None


def _acted(said: str, one: re.Match[str]) -> bool:
    """Whether a verb in the past or present tells what they did, or no verb is needed: «в гостях пятиклассники»."""
    words = [word for word in re.findall(r"[а-яё]+", said.lower()) if word != one.group().lower()]
    verbs = [found for word in words for found in readings(word)[:1] if found.feats.get("VerbForm") == "Fin"]
    tenses = {verb.feats.get("Tense") for verb in verbs}
    if verbs:
        # «Школьников вакцинируют» tells of no event in the photo, «дети катаются» does.
        acting = any(
            found.pos == "NOUN" and found.feats.get("Case") == "Nom" for found in readings(one.group().lower())
        )
        return "Past" in tenses or ("Pres" in tenses and acting)
    return bool(re.search(r"\bв\s+гостях\b|^\W*(?:вот|это|наши|встречайте)\b", said, re.IGNORECASE))
