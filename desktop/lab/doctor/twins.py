"""What to try: the run that is looked at again, with one change that may help the contestant of a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from desktop.lab.doctor.rules import Finding, Kind, findings
from desktop.lab.run.settings import cured
from desktop.runs.readings import spec_of
from engine.contract.spec import (
    LEARNING_RATES,
    MAX_NAME,
    MAX_SEED,
    Contestant,
    RunSpec,
    SpecError,
    StopAt,
    about,
    check,
)
from scenes.stage.data.recording import Recording


@dataclass(frozen=True)
class Twin:
    """A run to try: `words` say what is changed.

    With `beside` the contestant and its twin race each other; else the whole run is made again, to be compared with
    what it was.
    """

    words: str
    spec: RunSpec
    beside: bool

    @property
    def hint(self) -> str:
        """What happens when it is tried."""
        if self.beside:
            return "Start a run of this net and its twin: the same seed and batches, and only this is different."
        return "Start the run anew with only this changed; the run as it was is laid over it."

    @property
    def begun(self) -> str:
        """What is told when it has begun."""
        if self.beside:
            sick, other = self.spec.contestants
            return f"{sick.name} now races its twin, {other.name}."
        return f"This is the same run with {self.words}. Dashed lines show the run as it was."


USUAL, MOST_TIMES = 3e-3, 1e5
"""A step of a net that learns moves the weights by about this share; no rate is raised more often."""

Change = Callable[[RunSpec, Finding], Twin | None]


def twin(spec: RunSpec, finding: Finding) -> Twin | None:
    """The first change for a finding that can be made in a run; None where there is none to test."""
    for change in _changes(finding):
        found = change(spec, finding)
        if found is not None and found.spec != spec and _is_possible(found.spec):
            return found
    return None


def after(recording: Recording) -> Twin | None:
    """What to try after a run: against what was found of it, or the same with other random numbers where all is well.

    None where something was found that no change of the run can test: another seed would change nothing.
    """
    spec, found = spec_of(recording.plan), findings(recording)
    if found:
        return next((cure for each in found if (cure := twin(spec, each)) is not None), None)
    seed = (spec.seed + 1) % (MAX_SEED + 1)
    return Twin(f"seed {seed}", replace(spec, seed=seed), beside=False)


def _is_possible(spec: RunSpec) -> bool:
    try:
        check(spec)
    except SpecError:
        return False
    return True


def _changes(finding: Finding) -> tuple[Change, ...]:
    """What may help, the first that can be done first; what was so from the start is a matter of the first weights."""
    if finding.kind == "dead" and finding.since == 0:
        return _he, _batch_norm, _lower
    if finding.kind == "saturated" and finding.since == 0:
        return _glorot, _relu
    return CHANGES[finding.kind]


# --- Of the network: the contestant and its twin race each other ---------------------------------------------------


def _with_network(words: str, **fields: object) -> Change:
    """A change of fields of the contestant's network; `words` say what the twin has."""

    def change(spec: RunSpec, finding: Finding) -> Twin | None:
        sick = spec.contestants[finding.contestant]
        names = sick.network.__struct_fields__
        if any(name not in names or getattr(sick.network, name) == value for name, value in fields.items()):
            return None
        changed = replace(sick.network, **fields)
        if any(each.network == changed for each in spec.contestants):  # it races here, so nothing is to be tried
            return None
        tail = f", {words}"
        other = Contestant(sick.name[: MAX_NAME - len(tail)] + tail, changed)
        return Twin(words, replace(spec, contestants=(sick, other), origin=None), beside=True)

    return change


_he = _with_network("first weights after He", init="he")
_glorot = _with_network("first weights after Glorot", init="glorot")
_batch_norm = _with_network("batch normalisation", norm="batch")
_shortcuts = _with_network("shortcuts", shortcut="identity")
_relu = _with_network("ReLU", activation="relu")


# --- Of the run: it is made again ----------------------------------------------------------------------------------


def _lower(spec: RunSpec, _: Finding) -> Twin:
    return Twin("a tenth of the learning rate", cured(spec, "lower"), beside=False)


def _clip(spec: RunSpec, _: Finding) -> Twin:
    return Twin("gradients clipped to norm 1", cured(spec, "clip"), beside=False)


def _higher(spec: RunSpec, finding: Finding) -> Twin:
    """The rate with which a step would move the weights by `USUAL`, since both grow alike."""
    times = USUAL / max(finding.value, USUAL / MOST_TIMES)
    lr = float(f"{min(LEARNING_RATES[1], times * spec.lr):.1g}")
    return Twin(f"the learning rate {lr:g}", replace(spec, lr=lr), beside=False)


def _with_pictures(words: str, **fields: object) -> Change:
    """A change of what is done to the pictures, back to nothing."""

    def change(spec: RunSpec, _: Finding) -> Twin:
        return Twin(words, replace(spec, altered=replace(spec.altered, **fields)), beside=False)

    return change


_all_pictures = _with_pictures("all pictures", share=1.0)
_as_many_of_each = _with_pictures("as many pictures of each class", rare=1.0)
_right_labels = _with_pictures("the right labels", noise=0.0)
_standardised = _with_pictures("standardised pictures", raw=False)


def _shifted(spec: RunSpec, _: Finding) -> Twin | None:
    """Pictures that are moved a little, a twelfth of their side, count as new ones."""
    if spec.altered.shift:
        return None
    shift = max(1, about(spec.data).shape[1] // 12)
    altered = replace(spec.altered, shift=shift)
    return Twin(f"pictures shifted by up to {shift} px", replace(spec, altered=altered), beside=False)


def _longer(spec: RunSpec, _: Finding) -> Twin:
    stop = spec.stop
    twice = StopAt(stop.steps and 2 * stop.steps, stop.epochs and 2 * stop.epochs, stop.accuracy)
    return Twin("twice the steps", replace(spec, stop=twice), beside=False)


CHANGES: dict[Kind, tuple[Change, ...]] = {
    "diverges": (_lower, _clip),
    "start": (_standardised, _he, _batch_norm),
    "explodes": (_he, _shortcuts, _batch_norm),
    "vanishes": (_batch_norm, _shortcuts, _he),
    "dead": (_lower, _he),
    "saturated": (_relu, _glorot),
    "too large": (_standardised, _lower),
    "too small": (_higher,),
    "by heart": (_batch_norm, _shortcuts, _lower),
    "chance": (_as_many_of_each, _right_labels, _all_pictures),
    "overfits": (_all_pictures, _shifted),
    "still learning": (_longer,),
}
"""What may help against each finding."""
