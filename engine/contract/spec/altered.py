"""How a run changes the pictures that it learns from: faults to study, and more variety than there is."""

import msgspec

from engine.contract.spec.refusal import require

MOST_NOISE = 0.5
LEAST_SHARE = 0.01
MOST_SHIFT = 8


class Altered(msgspec.Struct, frozen=True):
    """What is done to the training pictures; those to be judged by stay as they are.

    `noise` (0..0.5) is the share of them that get a wrong label, drawn once; `share` (0.01..1) of each class is used.
    Each time a picture is drawn it is moved by up to `shift` pixels, its edges repeated, and with `flip` mirrored from
    left to right half of the times. All of it follows from the seed of the run.
    """

    noise: float = 0.0
    share: float = 1.0
    shift: int = 0
    flip: bool = False

    def used(self, train: int, classes: int) -> int:
        """How many of so many training pictures are used: at least one a class."""
        return min(train, max(classes, round(self.share * train)))

    def words(self) -> tuple[str, ...]:
        """What is done, in a few words each."""
        found = {
            f"{100 * self.noise:.3g} % wrong labels": self.noise > 0,
            f"{100 * self.share:.3g} % of the pictures": self.share < 1,
            f"shifted by up to {self.shift} px": self.shift > 0,
            "mirrored": self.flip,
        }
        return tuple(words for words, done in found.items() if done)


def check_altered(altered: Altered) -> None:
    """Raise `SpecError` unless training pictures can be changed so."""
    require(
        0 <= altered.noise <= MOST_NOISE,
        f"{100 * altered.noise:g} % wrong labels is out of range; choose from 0 to {100 * MOST_NOISE:g} %.",
    )
    require(
        LEAST_SHARE <= altered.share <= 1,
        f"{100 * altered.share:g} % of the pictures is out of range; choose from {100 * LEAST_SHARE:g} to 100 %.",
    )
    require(
        0 <= altered.shift <= MOST_SHIFT,
        f"A shift of {altered.shift} pixels is out of range; choose from 0 to {MOST_SHIFT}.",
    )
