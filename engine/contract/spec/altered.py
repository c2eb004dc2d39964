"""How a run changes the pictures that it learns from: faults to study, and more variety than there is."""

from collections.abc import Sequence

import msgspec

from engine.contract.spec.refusal import require

MOST_NOISE = 0.5
LEAST_SHARE = 0.01
MOST_SHIFT = 8
LEAST_OF_CLASS = 0.01


class Altered(msgspec.Struct, frozen=True):
    """What is done to the training pictures; those to be judged by stay as they are, but that networks see `raw` ones.

    `noise` (0..0.5) is the share of them that get a wrong label, drawn once; `share` (0.01..1) of each class is used.
    Before that the class at the place `rare_class` is made rarer: `rare` (0.01..1) of its pictures is left. `raw`
    pictures are numbers of 0 to 255 as they are stored, instead of standardised ones.
    Each time a picture is drawn it is moved by up to `shift` pixels, its edges repeated, and with `flip` mirrored from
    left to right half of the times. All of it follows from the seed of the run.
    """

    noise: float = 0.0
    share: float = 1.0
    shift: int = 0
    flip: bool = False
    rare: float = 1.0
    rare_class: int = 0
    raw: bool = False

    def left(self, counts: Sequence[int]) -> list[int]:
        """How many of each class's training pictures are left where one class is made rarer: at least one."""
        return [
            max(min(count, 1), round(self.rare * count)) if label == self.rare_class else count
            for label, count in enumerate(counts)
        ]

    def used(self, counts: Sequence[int]) -> int:
        """How many training pictures are used of so many a class: at least one a class."""
        train = sum(self.left(counts))
        return min(train, max(len(counts), round(self.share * train)))

    def words(self, classes: Sequence[str]) -> tuple[str, ...]:
        """What is done to pictures of these classes, in a few words each."""
        found = {
            f"{100 * self.rare:.3g} % of the class {classes[self.rare_class]}": self.rare < 1,
            f"{100 * self.noise:.3g} % wrong labels": self.noise > 0,
            f"{100 * self.share:.3g} % of the pictures": self.share < 1,
            f"shifted by up to {self.shift} px": self.shift > 0,
            "mirrored": self.flip,
            "raw pixels": self.raw,
        }
        return tuple(words for words, done in found.items() if done)


def check_altered(altered: Altered, classes: int) -> None:
    """Raise `SpecError` unless training pictures of so many classes can be changed so."""
    require(
        LEAST_OF_CLASS <= altered.rare <= 1,
        f"{100 * altered.rare:g} % of a class is out of range; choose from {100 * LEAST_OF_CLASS:g} to 100 %.",
    )
    require(
        0 <= altered.rare_class < classes,
        f"There is no class {altered.rare_class} to make rarer; choose from 0 to {classes - 1}.",
    )
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
