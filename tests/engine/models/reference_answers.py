"""What another implementation of the published network gave for the photos that ship, and for two of other sizes."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

import assets

CASES = Path(__file__).resolve().parents[2] / "cases"
LABELS = assets.path("published", "efficientnet-lite0.labels.txt").read_text(encoding="utf-8").splitlines()


class Answer(NamedTuple):
    """The largest logit, their sum, and the five largest probabilities with the numbers of their classes."""

    largest: float
    total: float
    classes: tuple[int, ...]
    shares: tuple[float, ...]


def _read() -> dict[str, Answer]:
    told = json.loads((CASES / "efficientnet-lite0.json").read_text(encoding="utf-8"))
    return {
        name: Answer(
            each["logits_max"],
            each["logits_sum"],
            tuple(LABELS.index(one["name"]) for one in each["top5"]),
            tuple(one["p"] for one in each["top5"]),
        )
        for name, each in told.items()
    }


ANSWERS = _read()


def photo(name: str) -> np.ndarray:
    """A photo that ships, uint8 (3, height, width)."""
    with np.load(assets.path("data", "photos.npz"), allow_pickle=False) as arrays:
        found = arrays[name]
    colours = found if found.ndim == 3 else np.repeat(found[:, :, None], 3, axis=2)
    return np.ascontiguousarray(np.moveaxis(colours, -1, 0))
