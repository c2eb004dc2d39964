"""Lines of PyTorch for a scene as its knobs stand, and where on the stage their results can be read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scenes.questions.moments import Target
from scenes.stage.core.knobs import Knobs


@dataclass(frozen=True)
class Result:
    """What the lines leave, and where the stage shows it: a target at the end of the step titled `at`.

    `expression` is written in the names of the lines: "y", or "y[0, 1]" where a mark shows a part. A tensor of two
    dimensions is a whole grid (`read="cells"`), everything else a number.
    """

    expression: str
    at: str
    target: Target


@dataclass(frozen=True)
class Code:
    """Lines that stand by themselves, from their imports on, and at least one result of theirs."""

    text: str
    results: tuple[Result, ...]


Write = Callable[[Any], Code]
_WRITERS: dict[str, Write] = {}


def writes(scene: str) -> Callable[[Write], Write]:
    """Say that a function of a scene's knobs writes that scene's lines."""

    def register(write: Write) -> Write:
        _WRITERS[scene] = write
        return write

    return register


def code_for(scene: str, knobs: Knobs) -> Code | None:
    """The lines for a scene as its knobs stand; None where nobody has written any."""
    write = _writers().get(scene)
    return write(knobs) if write is not None else None


@lru_cache(maxsize=1)
def _writers() -> Mapping[str, Write]:
    from scenes import in_torch as room

    for module in pkgutil.iter_modules(room.__path__):
        importlib.import_module(f"{room.__name__}.{module.name}")
    return _WRITERS
