"""Quality and speed of `style` compared with aiw-ru: `python -m tests.bench.style` prints these tables alone.

Quality is that of the half that was not used for fitting. aiw-ru has no verdict of its own: it gets the threshold that
is best for it on the other half. Spans are compared without names of rules, which differ.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.report import BROKEN, VERDICT, WELL, Row, Table
from tests.bench.rivals import Answer, ours, theirs
from tests.style_set import Post, Sentence, blind_posts, cases, halves, posts, sentences
from tests.style_set.measures import Spans, auc, judge, replacements, spans

WORKER = Path(__file__).with_name("rival.py")
RIVAL = "aiw-ru"
BESIDE = "для сравнения"
# The promised limits.
AUC, OFFICIAL, LIVE, PRECISION, RECALL = 0.98, 0.95, 0.05, 0.90, 0.75
BLIND_LIVE = 0.02
RULE_PRECISION, REPLACED = 0.80, 0.90
WORDS_A_SECOND, POST_MS, IMPORT_SECONDS = 12_000, 15, 0.5
POST_WORDS = 150


def tables() -> list[Table]:
    texts = [post.text for post in posts()] + [sentence.text for sentence in sentences()]
    answers = [post.text for post in posts() if post.form == "answer"]
    given = {"texts": texts, "answers": answers, "post": _post([post.text for post in posts()])}
    rows = [_rows("veche", ours(WORKER, "veche", given=given), texts)]
    rival = theirs(WORKER, RIVAL, given=given)
    if rival:
        rows.append(_rows(RIVAL, rival, texts))
    lone = "" if rival else f"; {RIVAL} здесь не поставлен и пропущен"
    return [
        Table("Стиль: тексты, на которых ничего не подгоняли" + lone, [quality for quality, _ in rows]),
        Table("Стиль: мягкие официальные и сухие живые записи двух чужих рук", [_blind()]),
        Table("Стиль: скорость на одном ядре" + lone, [speed for _, speed in rows]),
        Table("Стиль: правила, на тех же предложениях", _rules(spans(halves(sentences())[1]))),
        Table("Стиль: замены, на тех же предложениях", [_replaced()]),
    ]


def _rows(name: str, answer: Answer, texts: Sequence[str]) -> tuple[Row, Row]:
    judged = dict(zip(texts, answer["judged"], strict=True))
    scores = {text: found[0] for text, found in judged.items()}
    got = {text: found[2] for text, found in judged.items()}
    fit, reported = halves(posts())
    limit = _best_limit(fit, scores)
    said = {text: score < limit if found is None else found for text, (score, found, _) in judged.items()}
    return _quality(name, reported, scores, said, got), _speed(name, answer, texts)


def _quality(
    name: str, reported: list[Post], scores: dict[str, float], said: dict[str, bool], got: dict[str, list[list[int]]]
) -> Row:
    official = [post.text for post in reported if post.label == "official"]
    live = [post.text for post in reported if post.label == "live"]
    area = auc([scores[text] for text in official], [scores[text] for text in live])
    warned, alarmed = (sum(said[text] for text in half) / len(half) for half in (official, live))
    precision, recall = _touched(halves(sentences())[1], got)
    kept = (area >= AUC, warned >= OFFICIAL, alarmed <= LIVE, precision >= PRECISION, recall >= RECALL)
    return {
        "пакет": name,
        "AUC": f"{area:.3f}",
        "% официальных предупреждено": warned * 100,
        "% живых предупреждено": alarmed * 100,
        "точность находок": f"{precision:.2f}",
        "полнота находок": f"{recall:.2f}",
        VERDICT: _verdict(name, kept),
    }


def _blind() -> Row:
    texts = blind_posts("reporting")
    found = judge(texts)
    return {
        "записей": len(texts),
        "AUC": f"{found.auc:.3f}",
        "% официальных предупреждено": found.official * 100,
        "% живых предупреждено": found.live * 100,
        VERDICT: _verdict("veche", (found.auc >= AUC, found.official >= OFFICIAL, found.live <= BLIND_LIVE)),
    }


def _speed(name: str, answer: Answer, texts: Sequence[str]) -> Row:
    words = sum(len(re.findall(r"\w+", text)) for text in texts) / answer["seconds"]
    post, imported = answer["post_seconds"] * 1000, answer["import_seconds"]
    kept = (words >= WORDS_A_SECOND, post <= POST_MS, imported <= IMPORT_SECONDS)
    return {
        "пакет": name,
        "слов в секунду": words,
        f"мс на запись в {POST_WORDS} слов": post,
        "мс на импорт": imported * 1000,
        "мс на первый текст": answer["first_seconds"] * 1000,
        VERDICT: _verdict(name, kept),
    }


def _rules(found: Spans) -> list[Row]:
    """A finding is right if its rule is the labelled one."""
    right, recall = found.precision_by_rule(), found.recall_by_rule()
    return [
        {
            "правило": rule,
            "находок": found.right[rule] + found.wrong[rule],
            "точность": f"{right.get(rule, 1):.2f}",
            "отрывков": found.found[rule] + found.missed[rule],
            "полнота": f"{recall[rule]:.2f}",
            VERDICT: _verdict("veche", [right.get(rule, 1) >= RULE_PRECISION]),
        }
        for rule in recall
    ]


def _replaced() -> Row:
    found = replacements(halves(cases())[1])
    offered = found.right + len(found.wrong)
    return {
        "случаев": found.cases,
        "предложено": offered,
        "верных": found.right,
        VERDICT: _verdict("veche", [found.precision >= REPLACED]),
    }


def _verdict(name: str, kept: Sequence[bool]) -> str:
    if name == RIVAL:
        return BESIDE
    return WELL if all(kept) else BROKEN


def _best_limit(fit: list[Post], scores: dict[str, float]) -> float:
    """The threshold with the most right answers; below it a text is official."""
    return max({*scores.values(), 101}, key=lambda limit: sum(_right(post, scores, limit) for post in fit))


def _right(post: Post, scores: dict[str, float], limit: float) -> bool:
    return (scores[post.text] < limit) == (post.label == "official")


def _touched(reported: list[Sentence], got: dict[str, list[list[int]]]) -> tuple[float, float]:
    """The share of findings on a labelled span, and of labelled spans that were found."""
    right = found = wanted = reached = 0
    for sentence in reported:
        sure = [(span.start, span.end) for span in sentence.spans if span.sure]
        marked = [(span.start, span.end) for span in sentence.spans]
        here = got[sentence.text]
        found += len(here)
        right += sum(any(start < to and since < end for since, to in marked) for start, end in here)
        wanted += len(sure)
        reached += sum(any(start < to and since < end for start, end in here) for since, to in sure)
    return right / max(found, 1), reached / max(wanted, 1)


def _post(texts: Sequence[str]) -> str:
    """Words of several posts, as many as a long post has."""
    words = " ".join(texts).split(" ")
    return " ".join(words[: POST_WORDS + 1])


if __name__ == "__main__":
    sys.stdout.write("\n".join(table.markdown() for table in tables()))
