"""Quality and speed of `screening` compared with public packages: `python -m tests.bench.screening` prints it alone.

Quality is that of the half that was not used for fitting. The packages know obscenity alone, so only that is compared;
speed is for texts of 100 characters, ours with all grounds.
"""

import sys
from pathlib import Path

from tests.bench.report import BROKEN, VERDICT, WELL, Row, Table
from tests.bench.rivals import Answer, ours, theirs
from tests.screening_set import half, lines
from tests.screening_set.measures import HARD, NEWS, Proposals, agreement, agreements, false_share

WORKER = Path(__file__).with_name("rival_screening.py")
RIVALS = ("badwords-py", "glin-profanity", "detected-profanity")
BESIDE = "для сравнения"
# Promised limits: F1, recall where misses matter, false shares, speed, memory.
F1 = {"obscene": 0.97, "spam": 0.90}
RECALL = {"insult": 0.80, "threat": 0.80, "personal_data": 0.85, "illegal": 0.60}
FALSE_HARD, FALSE_NEWS = 0.02, 0.015
WORDS = {HARD: "чистые, но трудные комментарии", NEWS: "новости"}
COMMENTS_A_SECOND, MEGABYTES, LENGTH = 5_000, 150, 100


def tables() -> list[Table]:
    reported = half("reporting")
    given = [line.text for line in reported]
    fast = _of_length(LENGTH)
    answers: dict[str, Answer | None] = {"veche": ours(WORKER, "veche", given=given)}
    speeds: dict[str, Answer | None] = {"veche": ours(WORKER, "veche", given=fast)}
    for name in RIVALS:
        answers[name] = theirs(WORKER, name, given=given)
        speeds[name] = theirs(WORKER, name, given=fast)
    absent = [name for name, answer in answers.items() if answer is None]
    lone = f"; здесь не поставлены и пропущены: {', '.join(absent)}" if absent else ""
    judged = {name: dict(zip(given, answer["judged"], strict=True)) for name, answer in answers.items() if answer}
    return [
        Table(
            "Проверка комментариев: основания, на половине, по которой ничего не подгоняли", _grounds(judged["veche"])
        ),
        Table("Чистые строки, предложенные к удалению", _false(judged["veche"])),
        Table("Нецензурное: рядом с открытыми пакетами" + lone, [_beside(name, said) for name, said in judged.items()]),
        Table(
            f"Скорость на одном ядре, тексты по {LENGTH} знаков" + lone,
            [_speed(name, answer, len(fast)) for name, answer in speeds.items() if answer],
        ),
    ]


def _of_length(length: int) -> list[str]:
    """Every line of the set, repeated or cut to this many characters."""
    return [((line.text + " ") * length)[:length] for line in lines()]


def _grounds(proposals: Proposals) -> list[Row]:
    rows = []
    for ground, found in agreements(half("reporting"), proposals).items():
        kept = found.f1 >= F1.get(ground, 0) and found.recall >= RECALL.get(ground, 0)
        wanted = f"F1 ≥ {F1[ground]}" if ground in F1 else f"полнота ≥ {RECALL[ground]}"
        numbers = {"полнота": found.recall, "точность": found.precision, "F1": found.f1}
        told = {name: f"{number:.3f}" for name, number in numbers.items()}
        rows.append(
            {"основание": ground, "строк": found.lines} | told | {"обещано": wanted, VERDICT: _verdict(kept=kept)}
        )
    return rows


def _false(proposals: Proposals) -> list[Row]:
    limits = {HARD: FALSE_HARD, NEWS: FALSE_NEWS}
    shares = {kind: false_share(kind, half("reporting"), proposals) for kind in limits}
    return [
        {
            "строки": WORDS[kind],
            "%": share * 100,
            "обещано": f"≤ {limits[kind] * 100} %",
            VERDICT: _verdict(kept=share <= limits[kind]),
        }
        for kind, share in shares.items()
    ]


def _beside(name: str, proposals: Proposals) -> Row:
    reported = half("reporting")
    plain = [line for line in reported if line.file != "masked"]
    masked = [line for line in reported if line.file == "masked"]
    whole = agreement("obscene", reported, proposals)
    return {
        "пакет": name,
        "F1": f"{whole.f1:.3f}",
        "полнота без маскировки": f"{agreement('obscene', plain, proposals).recall:.3f}",
        "полнота с маскировкой": f"{agreement('obscene', masked, proposals).recall:.3f}",
        "точность": f"{whole.precision:.3f}",
        VERDICT: _verdict(kept=whole.f1 >= F1["obscene"]) if name == "veche" else BESIDE,
    }


def _speed(name: str, answer: Answer, count: int) -> Row:
    speed, megabytes = count / answer["seconds"], answer["megabytes"]
    kept = speed >= COMMENTS_A_SECOND and megabytes <= MEGABYTES
    verdict = _verdict(kept=kept) if name == "veche" else BESIDE
    return {"пакет": name, "комментариев в секунду": speed, "МБ": megabytes, VERDICT: verdict}


def _verdict(*, kept: bool) -> str:
    return WELL if kept else BROKEN


if __name__ == "__main__":
    sys.stdout.write("\n".join(table.markdown() for table in tables()))
