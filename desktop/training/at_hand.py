"""Answers of published networks that are kept for a while, as scenes are given them."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator
from types import MappingProxyType

from scenes.stage.data.reading import Inquiry, Reading, Readings

ROOM = 40 * 2**20
"""So many bytes of answers are kept, about half of all maps of a picture; what was looked at longest ago goes first."""


class _AtHand(Readings):
    """Answers by the digests of their inquiries, and the last ones by their kin: they stay as they are.

    `note` is told of each one that is looked at.
    """

    def __init__(self, answers: dict[str, Reading], note: Callable[[str], None]) -> None:
        self._answers, self._note = answers, note

    def __getitem__(self, digest: str) -> Reading:
        found = self._answers[digest]
        self._note(digest)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def items(self) -> ItemsView[str, Reading]:
        """As of any mapping; none counts as looked at by that."""
        return self._answers.items()


class AnswersAtHand:
    """Keeps answers; `readings` are what scenes are given, another mapping after each new one."""

    def __init__(self) -> None:
        self.readings: Readings = MappingProxyType({})
        self._answers: dict[str, Reading] = {}
        self._last: dict[str, str] = {}
        """The digest of what was answered last, by its kin."""
        self._looked_at: dict[str, int] = {}
        """After how many answers each one was looked at last."""
        self._count = 0
        """How many answers have come."""

    def get(self, inquiry: Inquiry) -> Reading | None:
        """What has come of an answer."""
        return self._answers.get(inquiry.digest)

    def has(self, inquiry: Inquiry) -> bool:
        """Whether all of an answer has come."""
        found = self.get(inquiry)
        return found is not None and found.done >= 1.0

    def keep(self, inquiry: Inquiry, found: Reading) -> None:
        """Keep an answer, or what has come of it, in place of others that were looked at long ago."""
        self._count += 1
        self._answers[inquiry.digest] = found
        self._last[inquiry.kin] = inquiry.digest
        self._look_at(inquiry.digest)
        self._make_room()
        last = {kin: self._answers[digest] for kin, digest in self._last.items()}
        self.readings = _AtHand({**last, **self._answers}, self._look_at)

    def _look_at(self, digest: str) -> None:
        self._looked_at[digest] = self._count

    def _make_room(self) -> None:
        """Let go of what was looked at longest ago until the rest fits, but for what was since the last answer."""
        held = sum(map(_bytes, self._answers.values()))
        for digest in sorted(self._answers, key=lambda digest: self._looked_at.get(digest, 0)):
            if held <= ROOM or self._looked_at.get(digest, 0) >= self._count - 1:
                break
            held -= _bytes(self._answers.pop(digest))
        self._looked_at = {digest: at for digest, at in self._looked_at.items() if digest in self._answers}
        self._last = {kin: digest for kin, digest in self._last.items() if digest in self._answers}


def _bytes(reading: Reading) -> int:
    return int(sum(each.array.nbytes for each in (reading.logits, *reading.maps.values())))
