"""Ranks: how alike two maps are, whatever the sizes of their numbers."""

from __future__ import annotations

import numpy as np

from scenes.stage.numbers.growing import Numbers


def rank_correlation(one: Numbers, other: Numbers) -> float | None:
    """How alike two arrays are by the ranks of their numbers, -1..1 (Spearman); equal numbers share a rank.

    None where there is none: numbers are missing, all of one are the same, or the shapes differ.
    """
    if one.shape != other.shape:
        return None
    ranks = np.stack([_ranks(np.asarray(each, dtype=float).ravel()) for each in (one, other)])
    if np.isnan(ranks).any() or (np.ptp(ranks, axis=1) == 0).any():
        return None
    one_way, other_way = ranks - ranks.mean(axis=1, keepdims=True)
    return float(one_way @ other_way / np.sqrt((one_way @ one_way) * (other_way @ other_way)))


def _ranks(values: Numbers) -> Numbers:
    """The rank of each number; NaN where one is missing."""
    if not np.isfinite(values).all():
        return np.full(len(values), np.nan)
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    found: Numbers = (ends - (counts - 1) / 2)[places]
    return found
