"""Grounds, decisions and evidence (clause 2.5). The program proposes; a person decides."""

from veche.moderation.models.authors import AskedRestriction, AuthorWarning, Restriction
from veche.moderation.models.evidence import Evidence, HandOver
from veche.moderation.models.keeping import Erasure, ErasureRequest, LegalHold, Retention
from veche.moderation.models.quality import GroundWeek, Sample, SampleSize, SecondLook
from veche.moderation.models.rulings import Correction, Ruling
from veche.moderation.models.screening import GroundNorm, Proposal, Threshold, ThresholdOffer

__all__ = [
    "AskedRestriction",
    "AuthorWarning",
    "Correction",
    "Erasure",
    "ErasureRequest",
    "Evidence",
    "GroundNorm",
    "GroundWeek",
    "HandOver",
    "LegalHold",
    "Proposal",
    "Restriction",
    "Retention",
    "Ruling",
    "Sample",
    "SampleSize",
    "SecondLook",
    "Threshold",
    "ThresholdOffer",
]
