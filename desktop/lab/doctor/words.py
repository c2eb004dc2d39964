"""What the doctor says of a finding: what was found, how it was measured, and what it usually means. Never a fix."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from desktop.lab.doctor import signs
from desktop.lab.doctor.rules import Finding, Kind
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text, percent_text

Said = Callable[[Recording, Finding], str]


@dataclass(frozen=True)
class Words:
    """What is said of one kind of finding: `found` follows the contestant's name, the others are whole sentences."""

    found: Said
    measured: Said
    meaning: str


def headline(recording: Recording, finding: Finding) -> str:
    """A finding in one sentence."""
    name = recording.plan.contestants[finding.contestant].name
    return f"{name}: {WORDS[finding.kind].found(recording, finding)}."


def measured(recording: Recording, finding: Finding) -> str:
    """How a finding was measured, and what a healthy net shows."""
    return WORDS[finding.kind].measured(recording, finding)


def before_the_first_step(recording: Recording, contestant: int) -> str:
    """What the two tests before the first step have shown of a contestant; "" where they were not made."""
    name, scores = recording.plan.contestants[contestant].name, signs.scores(recording, contestant)
    found = []
    if scores and scores[0][0] == 0:
        found.append(f"{name} began with a loss of {number_text(scores[0][1].loss)}.")
    if recording.by_heart is not None:
        one, pictures = recording.by_heart.results[contestant], recording.by_heart.pictures
        if one.loss < signs.BY_HEART:
            found.append(f"A copy of {name} learned {pictures} pictures by heart in {one.steps} steps.")
        else:
            loss = number_text(one.loss) if math.isfinite(one.loss) else "not finite"
            found.append(f"A copy of {name} has a loss of {loss} after {one.steps} steps on {pictures} pictures.")
    return " ".join(found)


def what_is_tested(recording: Recording) -> str:
    """What the two tests before the first step are."""
    return (
        f"Two tests before the first step: the loss of guessing is {_guessing(recording)}, and a net that can learn "
        f"gets ten pictures by heart, which is a loss below {signs.BY_HEART:g}. It is tried for 40 to 150 steps, the "
        "fewer the deeper the net is."
    )


# --- Numbers in words ----------------------------------------------------------------------------------------------


def share(value: float) -> str:
    """A share of 0..1 in per cent; 100 % only where it is all."""
    percent = 100 * value
    return f"{percent:.1f} %" if percent < 10 else "> 99 %" if 99 < percent < 100 else f"{percent:.0f} %"


def _tiny(value: float) -> str:
    """A tiny share in per cent."""
    return f"{100 * value:.1g} %" if value >= 1e-6 else "less than 0.0001 %"


def _times(decades: float) -> str:
    """Powers of ten as what one can picture."""
    return f"{10**decades:.0f} times" if decades < 3 else f"by {decades:.0f} powers of ten"


def _since(finding: Finding) -> str:
    return f"since step {finding.since:,}"


def _guessing(recording: Recording) -> str:
    """The loss of guessing."""
    return f"ln {len(recording.plan.classes)} = {signs.chance(recording):.2f}"


# --- What depends on more than one number ---------------------------------------------------------------------------


def _diverged(_: Recording, finding: Finding) -> str:
    if math.isinf(finding.value):
        return f"the loss is not a finite number {_since(finding)}"
    return f"the loss is {number_text(finding.value)}, more than three times its start, {_since(finding)}"


def _before_it_broke(recording: Recording, finding: Finding) -> str:
    for each in recording.divergences:
        if each.contestant == finding.contestant:
            return f"Just before, the largest gradient norm was {number_text(each.norm)}, in {each.layer}."
    return "This is the mean of the last 20 batches."


def _jumped(_: Recording, finding: Finding) -> str:
    if finding.measure == "updates":
        return f"a step moves the weights by {share(finding.value)} of their length, and nothing is learned"
    return f"the loss was thrown up to {number_text(finding.value)} at step {finding.since:,}, and nothing is learned"


def _landed(recording: Recording, finding: Finding) -> str:
    if finding.measure == "updates":
        return _USUAL_UPDATE
    return f"Now it is about {_guessing(recording)} or more: that is the loss of guessing."


def _tried(recording: Recording, finding: Finding) -> str:
    assert recording.by_heart is not None
    steps = recording.by_heart.results[finding.contestant].steps
    loss = f"is still {number_text(finding.value)}" if math.isfinite(finding.value) else "is not a finite number"
    return f"after {steps} steps on ten pictures the loss {loss}"


_USUAL_UPDATE = "This is of the layer in the middle. A net that learns moves by 0.1 to 3 % a step at first."


WORDS: dict[Kind, Words] = {
    "diverges": Words(
        _diverged,
        _before_it_broke,
        "Usually the steps are too long: each lands higher on the other side of the valley. A smaller learning rate, "
        "smaller first weights or clipped gradients can keep the loss finite.",
    ),
    "start": Words(
        lambda _, finding: f"the loss before the first step is {number_text(finding.value)}",
        lambda recording, _: (
            f"This is of the first validation pictures. Guessing has a loss of {_guessing(recording)}."
        ),
        "A net that knows nothing should find all classes about equally probable. This one is sure of wrong answers: "
        "usually its first weights are too large, or its inputs are.",
    ),
    "explodes": Words(
        lambda _, finding: f"in the first steps the gradients grow {_times(finding.value)} towards the picture",
        lambda *_: "This compares the gradients of what the last and the first layer give, in the first 20 steps.",
        "On the way back every layer makes the gradient larger, so the first layers are thrown about. Usually the "
        "first weights are too large, or the net is deep and has no shortcuts.",
    ),
    "vanishes": Words(
        lambda _, finding: f"the gradients shrink {_times(finding.value)} towards the picture",
        lambda *_: "This compares the gradients of the weights of the last and the first layer, in the last 20 steps.",
        "On the way back every layer makes the gradient smaller, so the first layers hardly learn. Sigmoids and tanhs "
        "in a deep net do this, and so do first weights that are too small.",
    ),
    "dead": Words(
        lambda _, finding: (
            f"{share(finding.value)} of the ReLUs of {finding.layer} are dead, most of them {_since(finding)}"
        ),
        lambda *_: "Each of these units, or of these whole maps, gave 0 for all of 100 pictures.",
        "A unit that is 0 for every picture gets no gradient, so it never learns again. Usually one step was too long, "
        "or the units began with inputs that are too negative.",
    ),
    "saturated": Words(
        lambda _, finding: (
            f"{share(finding.value)} of what {finding.layer} gives is saturated, most of it {_since(finding)}"
        ),
        lambda *_: "There the slope is below a hundredth of the largest. 100 pictures were looked at.",
        "Where a sigmoid or a tanh is flat, hardly any gradient passes. Usually the weights before it are too large, "
        "often from the start.",
    ),
    "too large": Words(
        _jumped,
        _landed,
        "The steps are too long: the net jumps about and finds nothing to hold on to. Usually the learning rate is too "
        "large.",
    ),
    "too small": Words(
        lambda _, finding: f"a step moves the weights by {_tiny(finding.value)} of their length at most",
        lambda *_: _USUAL_UPDATE,
        "The net learns so slowly that nothing can be seen of it. Usually the learning rate is too small.",
    ),
    "by heart": Words(
        _tried,
        lambda recording, _: (
            "A copy tried it before the first step. A net that can learn gets below 0.7 by then. "
            f"Guessing has a loss of {_guessing(recording)}."
        ),
        "A net that can't learn ten pictures by heart won't learn thousands. The rate may be far off, the first "
        "weights may not suit, or the net may be too deep for the help that it has.",
    ),
    "chance": Words(
        lambda _, finding: f"it is right on {percent_text(finding.value)} of new pictures, no more than by guessing",
        lambda recording, _: (
            f"On its own pictures the loss is well below {_guessing(recording)}, the loss of guessing."
        ),
        "The net learns its own pictures by heart and finds no rule in them. Usually the labels are wrong, or most "
        "pictures are of one class. Look at the pictures and their labels.",
    ),
    "overfits": Words(
        lambda _, finding: (
            f"it is {100 * finding.value:.0f} points less often right on new pictures, "
            f"and their loss rises {_since(finding)}"
        ),
        lambda *_: "This compares the last 50 batches with the validation pictures.",
        "From that step on the net learns its own pictures by heart, and gets surer of wrong answers about others. "
        "Usually there are few pictures for so many weights.",
    ),
    "still learning": Words(
        lambda _, finding: f"the loss was still falling at the end, by {share(finding.value)} in a tenth of the run",
        lambda *_: "This compares the last tenth of the steps with the tenth before it.",
        "The run ended too soon to say what this net can do.",
    ),
}
"""What is said of each kind of finding."""
