"""Which snapshots come with the weights of the networks: as many as a recording has room for."""

ROOM = 5_000_000
"""Bytes that the weights of a whole run may take, all contestants together."""


class Checkpoints:
    """Chooses some of a run's snapshots, evenly, however long the run gets.

    First each comes with the weights. Whenever so many were sent as there is room for, whoever records them drops every
    second one, and from then on only every second of those before comes with them.
    """

    def __init__(self, size: int) -> None:
        """`size` is how many bytes the weights of all contestants take; where not even two fit, none is recorded."""
        self._fit = ROOM // size
        self._stride = 1
        self._kept = self._seen = 0

    @property
    def possible(self) -> bool:
        """Whether there is room for the first and the last."""
        return self._fit >= 2

    def due(self) -> bool:
        """Whether the snapshot that was taken just now comes with the weights; ask once for each."""
        place, self._seen = self._seen, self._seen + 1
        if not self.possible or place % self._stride:
            return False
        if self._kept == self._fit:
            self._kept = (self._fit + 1) // 2
            self._stride *= 2
            if place % self._stride:
                return False
        self._kept += 1
        return True
