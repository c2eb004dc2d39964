"""What a card says of a unit: whether it could be named after a class, and what speaks against that."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.lab.unit_card.inquiry import PICTURES
from engine.contract.questions import StrongestFound, SwitchedOff
from scenes.stage.numbers.series import number_text

MOSTLY = 0.5
"""From this share of its strongest pictures on a unit could be named after their class."""
FALLS = 0.1
"""A class that loses so much of its accuracy misses the unit; with 50 pictures of a class less can be chance."""
RULE = f"Red is a class that loses {100 * FALLS:.0f} points or more."
SIDE = "A side classifier only helps in training: the answer doesn't pass through it, so nothing is lost without it."
OUTPUT = "This is the network's own number for “{}”: at 0 it can only win where all others are below 0."
ASCENT = (
    "Climbed to from noise along the gradient of {} (Erhan et al. 2009; Simonyan et al. 2014): what the unit answers "
    "to, no picture of the data."
)
CLIMB = (
    "Four climbs of 64 steps, of which the strongest is shown. In the first 32 the picture is shifted a little, and at "
    "each it is smoothed (total variation) and drawn back to the mean grey of the data (L2)."
)
DEAD = "It gives 0 for every training picture: a dead unit, without which nothing changes."


def is_dead(found: StrongestFound) -> bool:
    """Whether even the strongest picture leaves a unit at 0; which ones are strongest then means nothing."""
    return bool(found.strengths) and found.strengths[0] == 0.0


def spread(found: StrongestFound, classes: tuple[str, ...]) -> str:
    """How the strongest pictures spread over the classes, the most frequent first."""
    if is_dead(found):
        return DEAD
    shown = [found.labels.count(label) for label in range(len(classes))]
    return f"{_listed(shown, classes, 'Of these')} {_listed(found.spread, classes, 'Of its strongest')}"


def _listed(counts: Sequence[int], classes: tuple[str, ...], of: str) -> str:
    """Some counts of classes in words, the most frequent first."""
    order = sorted(range(len(classes)), key=lambda label: -counts[label])[:3]
    told = [f"{counts[label]} “{classes[label]}”" for label in order if counts[label]]
    rest = sum(counts) - sum(counts[label] for label in order)
    return f"{of} {sum(counts)}: {', '.join(told)}" + (f", {rest} other{'s' * (rest > 1)}." if rest else ".")


def verdict(found: StrongestFound, whole: SwitchedOff, off: SwitchedOff, classes: tuple[str, ...], what: str) -> str:
    """Whether a unit is one of one class, from both sides: what makes it strong, and what is lost without it.

    `what` is what the unit is called: map, unit or class.
    """
    falls = _falls(whole, off)
    missed = [label for label in range(len(classes)) if falls[label] >= FALLS]
    most = max(range(len(classes)), key=lambda label: found.spread[label])
    worst = max(range(len(classes)), key=lambda label: falls[label])
    own = f"“{classes[most]}” {_from_to(whole, off, most)}"
    others = [label for label in missed if label != most]
    if found.spread[most] < MOSTLY * found.counted:
        named = f"No class has half of its strongest pictures, so it is no {what} of one class."
        if missed:
            return f"{named} Without it “{classes[worst]}” falls most: it {_from_to(whole, off, worst)}."
        return f"{named} Without it no class falls by {100 * FALLS:.0f} points: the network does well without it."
    named, name = f"{found.spread[most]} of its strongest {found.counted} are “{classes[most]}”", classes[most]
    against = f"Against calling it the “{name}” {what}: {named}"
    if not missed:
        return f"{against}, but without it {own}: others carry it, too."
    if most in missed and not others:
        said = f"For calling it the “{name}” {what}: {named}"
        return f"{said}, and without it {own}, while no other class falls as far."
    listed = ", ".join(f"“{classes[label]}” {_from_to(whole, off, label)}" for label in others[:2])
    if most in missed:
        return f"{against}, and without it {own}, but {listed} as well."
    return f"{against}, but without it {own}, and {listed}."


def whole_fall(whole: SwitchedOff, off: SwitchedOff) -> str:
    """Accuracy with and without the unit, over all classes, and of how many pictures."""
    count = max(1, sum(whole.of))
    before, after = (100 * sum(each.right) / count for each in (whole, off))
    return f"{before:.1f} → {after:.1f} % OF {count:,}"


def counted(pictures: int = PICTURES) -> str:
    """What the numbers are measured on."""
    return f"on {pictures} validation pictures, the unit set to 0 behind its layer"


def strength(value: float, best: float | None, is_map: bool) -> str:
    """How strong the ascent picture makes the unit, beside the strongest training picture, and what it is."""
    what, goal = ("Its strongest cell is", "its strongest cell") if is_map else ("It is", "its number")
    beside = f", and {number_text(best)} in the strongest training picture" if best is not None else ""
    below = " This climb ended below it." if best is not None and value < best else ""
    return f"{what} {number_text(value)} here{beside}.{below} {ASCENT.format(goal)}"


def _falls(whole: SwitchedOff, off: SwitchedOff) -> list[float]:
    """How much of its accuracy each class loses."""
    return [
        (before - after) / of if of else 0.0 for before, after, of in zip(whole.right, off.right, whole.of, strict=True)
    ]


def _from_to(whole: SwitchedOff, off: SwitchedOff, label: int) -> str:
    of = max(1, whole.of[label])
    before, after = 100 * whole.right[label] / of, 100 * off.right[label] / of
    if round(before) == round(after):
        return f"stays at {before:.0f} %"
    return f"goes from {before:.0f} to {after:.0f} %"
