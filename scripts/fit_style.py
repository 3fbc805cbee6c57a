"""`python -m scripts.fit_style`: fits what the score of `veche.style` is made of, and says how well it holds.

A logistic regression over one half of tests/style_set is turned into points and written to
src/veche/style/data/weights.toml; both halves are printed. Run it again when a rule or a text has changed.
"""

import math
import sys
from collections.abc import Sequence

from scripts import find
from tests.style_set import Post, halves, posts
from tests.style_set.measures import judge
from veche.style.score import FEATURES, features

WEIGHTS = find.ROOT / "src" / "veche" / "style" / "data" / "weights.toml"
# Plain gradient descent: 90 texts and a dozen features need nothing better.
STEPS, RATE, RIDGE = 3000, 0.3, 0.02
# Where the regression is in doubt, the score is this; without any sin it is 100.
THRESHOLD = 60

type Row = Sequence[float]
