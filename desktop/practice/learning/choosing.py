"""Which subject is asked next."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.practice.learning.progress import Known
from desktop.practice.learning.subjects import Subject, slips_of

LENGTH = 5
"""So many questions make a session."""
EACH = 2
"""A session asks the same subject no more often than this, so that one with few subjects is shorter."""


def length_of(pool: Sequence[Subject]) -> int:
    """How many questions a session on some subjects has."""
    return min(LENGTH, EACH * len(pool))


def next_subject(pool: Sequence[Subject], known: Known, session: int, asked: Sequence[str]) -> Subject:
    """The subject to ask after those `asked` in this session, given by their keys. `pool` is not empty.

    New ones, in the order of the course, take turns with what comes again: so old mistakes need not wait until all has
    been asked. Of what comes again that is first which can show a slip that is not cleared up, then what lies in the
    lowest box. Nothing is asked twice before all was asked once, and nothing twice in a row while there is another.
    """
    counts = {each.key: asked.count(each.key) for each in pool}
    others = [each for each in pool if each.key not in asked[-1:]] or list(pool)
    fewest = min(counts[each.key] for each in others)
    left = [each for each in others if counts[each.key] == fewest]
    new = [each for each in left if not known.box(each.key)]
    again = sorted((each for each in left if known.is_due(each.key, session)), key=lambda each: _order(each, known))
    first, second = (again, new) if len(asked) % 2 else (new, again)
    rest = sorted(left, key=lambda each: _order(each, known))
    return (*first, *second, *rest)[0]


def _order(subject: Subject, known: Known) -> tuple[int, int, int]:
    """What comes again first: that with the weakest slip, then by box, then what was asked longest ago."""
    weak = known.open_slips
    ranks = [weak.index(slip) for slip in slips_of(subject.key) & set(weak)]
    standing = known.standings.get(subject.key)
    last = standing.session if standing is not None else 0
    return min(ranks, default=len(weak)), known.box(subject.key), last
