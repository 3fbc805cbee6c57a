"""`python -m scripts.train_screening FOLDER [--licensed-only] [--decided FILE] [--out FOLDER]`: trains the models.

FOLDER holds the public data sets that docs/model-card.md names. Needs requirements/train.txt; the product does not. The
same texts give the same bytes: inputs are sorted, draws have seeds. Writes n-grams, weights, curves and how rules and
models are weighed together as plain numbers, and prints what the models reach on each source.
"""

import argparse
import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from scripts import screening_sources as sources
from scripts.find import ROOT
from scripts.screening_sources import OWN_SET, Example
from veche.screening.features import features, lowercase, pair_to_text, pairs, tokens
from veche.screening.linear import HEADS, PRIOR
from veche.screening.linear import Head as Name
from veche.screening.screen import evidence, evidence_by_sentence
from veche.screening.sentences import sentence_spans, sentences
from veche.screening.weighing import IN_A_SENTENCE, WEIGHED, Evidence
from veche.screening.weighing import features as weighed_features

MODEL = ROOT / "src" / "veche" / "screening" / "model"
RAREST, STEP, BIGGEST = 6, 0.01, 32_767
# How much an example of a source counts. City pages are like neither source, so what is clean there gets a voice.
TOXIC_WEIGHTS = {
    "blackmoon": 1.0,
    "rudetoxifier": 1.0,
    "news": 0.3,
    "own ham": 0.3,
    "monalenka": 0.15,
    "tgspam": 0.15,
}
SPAM_WEIGHTS = {
    "blackmoon": 0.3,
    "rudetoxifier": 0.3,
    "news": 1.0,
    "own ham": 1.0,
    "own spam": 0.5,
    "tgspam": 1.0,
    "monalenka": 0.3,
}
# Insults, threats and forbidden goods are known from our own lines alone; the others say what is neither.
OURS = {
    "blackmoon": 0.3,
    "rudetoxifier": 0.3,
    "news": 0.5,
    "monalenka": 0.3,
    "tgspam": 0.5,
    "own spam": 0.5,
    "own threat": 0.5,
    "own illegal": 0.5,
}
VOICES = {
    "toxicity": TOXIC_WEIGHTS,
    "spam": SPAM_WEIGHTS,
    "threat": OURS,
    "illegal": OURS,
    "insult": OURS,
    "personal_data": OURS,
}
# The share of our own clean lines, most of them near misses, that a ground may be proposed for.
FALSE = {"insult": 0.0086, "threat": 0.0070, "illegal": 0.0027, "spam": 0.0078, "personal_data": 0.0009}
NEWS, FOLDS = 2_000, 4

# scikit-learn brings no types here.
type Matrix = Any
type Vector = Any

_features = lru_cache(maxsize=None)(features)


def grams(text: str) -> Iterator[str]:
    """What scoring adds up: the grams of each sentence."""
    for sentence in sentences(text):
        found = tokens(lowercase(sentence))
        for token in found:
            yield from _features(token)
        yield from map(pair_to_text, pairs(found))


@dataclass(frozen=True, slots=True)
class Space:
    """Which n-gram is which column, and its length² in whole steps."""

    column: dict[str, int]
    squares: Vector

    def matrix(self, texts: Sequence[str]) -> Matrix:
        """One row a text, as long as 1: n-grams counted as often as they stand there."""
        ends, columns = [0], []
        for text in texts:
            columns += [at for gram in grams(text) if (at := self.column.get(gram)) is not None]
            ends.append(len(columns))
        counted = sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), len(self.column)))
        lengths = np.sqrt(counted @ (self.squares * STEP) + PRIOR)
        counted.sum_duplicates()
        return (sp.diags(1 / lengths) @ counted @ sp.diags(np.sqrt(self.squares * STEP))).tocsr()


def space_of(examples: Sequence[Example]) -> Space:
    seen: Counter[str] = Counter()
    for example in examples:
        seen.update(set(grams(example.text)))
    kept = sorted(gram for gram, count in seen.items() if count >= RAREST)
    rarity = [np.log((1 + len(examples)) / (1 + seen[gram])) + 1 for gram in kept]
    return Space({gram: at for at, gram in enumerate(kept)}, np.round(np.square(rarity) / STEP))


def fitted(rows: Matrix, marks: Vector, voices: Vector) -> tuple[Vector, float]:
    """Weights and bias of a linear SVM whose columns are first scaled by how much they tell (as in NB-SVM)."""
    yes, no = (1 + rows[marks == mark].T @ voices[marks == mark] for mark in (1, 0))
    telling = np.abs(np.log(yes / yes.sum() / (no / no.sum()))) ** 0.5 + 0.1
    machine = LinearSVC(C=0.4, class_weight="balanced", random_state=0)
    machine.fit(rows @ sp.diags(telling), marks, sample_weight=voices)
    return machine.coef_.ravel() * telling, float(machine.intercept_[0])


@dataclass(frozen=True, slots=True)
class Sentences:
    """Of the texts that have several: one row each, and the number of the text that it stands in."""

    texts: list[str]
    rows: Matrix
    owners: Vector

    @classmethod
    def of(cls, examples: Sequence[Example], space: Space) -> "Sentences":
        parts = [
            (example.text[start:end], number)
            for number, example in enumerate(examples)
            for start, end in sentence_spans(example.text)
        ]
        texts = [text for text, _number in parts]
        return cls(texts, space.matrix(texts), np.array([number for _text, number in parts], dtype=int))


def out_of_fold(
    rows: Matrix, marks: Vector, voices: Vector, groups: Sequence[str], apart: Sentences
) -> tuple[Vector, Vector]:
    """What each example, and each of its sentences, scores when its group was not trained on."""
    scored, sentences = np.zeros(len(marks)), np.zeros(len(apart.texts))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(rows, marks, groups):
        weights, bias = fitted(rows[train], marks[train], voices[train])
        scored[test] = rows[test] @ weights + bias
        theirs = np.flatnonzero(np.isin(apart.owners, test))
        sentences[theirs] = apart.rows[theirs] @ weights + bias
    return scored, sentences


def curve(scored: Vector, marks: Vector) -> tuple[float, float]:
    """Slope and bias: a logistic curve, moved so that 0.5 stands where F1 is highest."""
    slope = float(LogisticRegression(C=1e6).fit(scored.reshape(-1, 1), marks).coef_[0, 0])
    precision, recall, thresholds = precision_recall_curve(marks, scored)
    f1 = (2 * precision * recall / np.maximum(precision + recall, 1e-9))[:-1]
    # A peak of one text's width is chance: the middle of all that comes within a text or two of it.
    best = float(np.median(thresholds[f1 >= f1.max() - 1 / marks.sum()]))
    return slope, -slope * best


def numbers(name: str, scored: Vector, marks: Vector, threshold: float) -> str:
    said = scored >= threshold
    hits, missed, false = (int(x.sum()) for x in (said & (marks == 1), ~said & (marks == 1), said & (marks == 0)))
    f1 = 2 * hits / max(1, 2 * hits + missed + false)
    auc = f"{roc_auc_score(marks, scored):.3f}" if 0 < marks.sum() < len(marks) else "-"
    share = f"{false / (marks == 0).sum():.4f}" if (marks == 0).any() else "-"
    recall = f"{hits / (hits + missed):.3f}" if hits + missed else "-"
    return f"{name:28} {len(marks):6} {int(marks.sum()):6}  F1 {f1:.3f}  recall {recall}  false {share}  AUC {auc}"


@dataclass(frozen=True, slots=True)
class Head:
    """`odds`: of each text that was or might have been trained on, and of its sentences, as said when it was not."""

    weights: Vector
    slope: float
    bias: float
    odds: dict[str, float]


def trained(
    name: str,
    examples: Sequence[Example],
    voices: dict[str, float],
    space: Space,
    held: Sequence[Example] = (),
) -> Head:
    """One head, calibrated on `held`, or where nothing is held, on the out-of-fold scores of our own set."""
    examples = [example for example in examples if name not in example.unsaid]
    marks = np.array([int(name in example.marks) for example in examples])
    rows = space.matrix([example.text for example in examples])
    each = np.array([voices.get(example.source, 1.0) for example in examples])
    apart = Sentences.of(examples, space)
    inner, inside = out_of_fold(rows, marks, each, [example.group for example in examples], apart)
    weights, bias = fitted(rows, marks, each)
    named = np.array([example.source for example in examples])
    if held:
        scored = space.matrix([example.text for example in held]) @ weights + bias
        held_marks = np.array([int(name in example.marks) for example in held])
        slope, offset = curve(scored, held_marks)
        sys.stdout.write(numbers(f"{name}, held", scored, held_marks, -offset / slope) + "\n")
    else:
        own = named == OWN_SET if OWN_SET in named else named != OWN_SET
        slope, offset = curve(inner[own], marks[own])
    sys.stdout.write(numbers(f"{name}, out of fold", inner, marks, -offset / slope) + "\n")
    for source in sorted(set(named)):
        sys.stdout.write(numbers(f"  {source}", inner[named == source], marks[named == source], -offset / slope) + "\n")
    texts = [*apart.texts, *(example.text for example in examples)]
    said = {text: slope * value + offset for text, value in zip(texts, [*inside, *inner], strict=True)}
    return Head(weights, slope, slope * bias + offset, said)


def trusted(lines: Sequence[Example], seen: Sequence[Evidence]) -> dict[str, float]:
    """By how much each rule changes the log-odds of its ground, a little less where it seldom spoke."""
    right, wrong, marked, clean = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for line, one in zip(lines, seen, strict=True):
        for of in set(WEIGHED) - line.unsaid:
            (marked if of in line.marks else clean)[of] += 1
        for name in one.named:
            ground = name.split(" ", 1)[0]
            if ground in WEIGHED and ground not in line.unsaid:
                (right if ground in line.marks else wrong)[name] += 1
    usual: dict[str, float] = {of: marked[of] / clean[of] for of in WEIGHED}
    return {
        name: round(math.log((right[name] + 2 * usual[of]) / (wrong[name] + 2) / usual[of]), 3)
        for name in sorted({*right, *wrong})
        for of in [name.split(" ", 1)[0]]
    }


def spoken(heads: Mapping[Name, Head], texts: Sequence[str], rows: Matrix) -> dict[str, dict[Name, float]]:
    """Log-odds of every head by the text, from those that did not know it."""
    said = {name: rows @ head.weights * head.slope + head.bias for name, head in heads.items()}
    return {
        text: {name: float(head.odds.get(text, said[name][at])) for name, head in heads.items()}
        for at, text in enumerate(texts)
    }


def weighing(heads: Mapping[Name, Head], lines: Sequence[Example], space: Space) -> dict[str, Any]:
    """How rules and models are put together (`veche.screening.weighing`), on lines of which neither knew anything."""
    apart = Sentences.of(lines, space)
    texts = [*apart.texts, *(line.text for line in lines)]
    odds = spoken(heads, texts, sp.vstack([apart.rows, space.matrix([line.text for line in lines])]).tocsr())
    seen = [evidence(line.text, odds[line.text]) for line in lines]
    inside = [evidence_by_sentence(line.text, odds) for line in lines]
    trust = trusted(lines, seen)
    told = {}
    for ground in WEIGHED:
        known = [at for at, line in enumerate(lines) if ground not in line.unsaid]
        values = np.array([weighed_features(ground, seen[at], trust) for at in known])
        marks = np.array([int(ground in lines[at].marks) for at in known])
        line = LogisticRegression(C=10, max_iter=3000).fit(values, marks)
        scored = values @ line.coef_[0]
        if ground in IN_A_SENTENCE:
            loudest = [[weighed_features(ground, one, trust) @ line.coef_[0] for one in inside[at]] for at in known]
            scored = np.array([max([whole, *parts]) for whole, parts in zip(scored, loudest, strict=True)])
        threshold = float(np.quantile(scored[marks == 0], 1 - FALSE[ground]))
        told[ground] = {"weights": [round(float(one), 4) for one in line.coef_[0]], "bias": round(-threshold, 4)}
        sys.stdout.write(numbers(f"{ground}, weighed", scored, marks, threshold) + "\n")
    return {"trust": trust, "weighing": told}


def write(folder: Path, space: Space, heads: Mapping[Name, Head], about: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    columns, curves = [], {}
    for name, head in heads.items():
        times = head.weights * np.sqrt(space.squares * STEP)
        unit = float(np.abs(times).max()) / BIGGEST
        columns.append(np.round(times / unit))
        curves[name] = {"unit": unit, "slope": head.slope, "bias": head.bias}
    table = np.concatenate([*columns, space.squares]).astype("<i2")
    (folder / "ngrams.z").write_bytes(zlib.compress("\n".join(space.column).encode(), 9))
    (folder / "weights.z").write_bytes(zlib.compress(table.tobytes(), 9))
    told = {"step": STEP, "curves": curves, **about}
    (folder / "model.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train(folder: Path, out: Path, *, licensed_only: bool, decided: Path | None = None) -> None:
    marked = sources.rudetoxifier(folder) if licensed_only else sources.blackmoon(folder, "train")
    held = [] if licensed_only else sources.blackmoon(folder, "val")
    chats = [*sources.tgspam(folder), *sources.monalenka(folder)]
    news, ours, lines = sources.news(folder, NEWS), sources.templates(), sources.comments()
    quiet = [example for example in chats if not example.marks]
    calm = [example for example in marked if not example.marks]
    own_ham = [example for example in ours if example.source == "own ham"]
    residents = sources.residents()
    told = [*lines, *residents, *(sources.decided(decided) if decided else [])]
    given = {
        "toxicity": [*marked, *news, *own_ham, *(quiet if licensed_only else quiet[::3])],
        "spam": [*told, *ours, *chats, *marked, *news],
        "threat": [*told, *ours, *quiet, *calm, *news],
        "illegal": [*told, *ours, *quiet, *calm, *news],
        "insult": [*told, *ours, *quiet, *calm, *news],
        "personal_data": [*told, *calm, *news],
    }
    everything = list({example.text: example for examples in given.values() for example in examples}.values())
    space = space_of(everything)
    heads = {
        name: trained(name, given[name], VOICES[name], space, held if name == "toxicity" else ()) for name in HEADS
    }
    about = {
        **weighing(heads, told, space),
        "sources": sorted({example.source for example in everything}),
        "licensed_only": licensed_only,
    }
    write(out, space, heads, about)


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the linear models of screening from public data sets.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--licensed-only", action="store_true", help="leave out the source that states no licence")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--decided", type=Path, help="decided comments of a city, from `veche manage export_corpus`")
    asked = parser.parse_args()
    train(asked.folder, asked.out, licensed_only=asked.licensed_only, decided=asked.decided)


if __name__ == "__main__":
    main()
