"""A chain of blocks in a model with one number: what is left of the gradient behind each block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Chain:
    """One number's gradient on its way back through L blocks of slope f: each tuple has an entry for 0..L blocks."""

    slope: float
    plain: tuple[float, ...]
    residual: tuple[float, ...]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.plain) - 1


@lru_cache(maxsize=64)
def chain(slope: float, blocks: int) -> Chain:
    """Multiply block by block: f for a plain block, 1 + f for a residual one."""
    plain, residual = ([factor**done for done in range(blocks + 1)] for factor in (slope, 1.0 + slope))
    return Chain(slope, tuple(plain), tuple(residual))
