"""What is to be known of whom, for a lens over a picture; and what of the answers is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from desktop.lab.looking import sights, words
from desktop.lab.looking.asking import Known, Role, Who, Wish
from desktop.lab.looking.lens import ASKED, COVER, GRAD_CAM, Classes, Square, corners, last_maps, takes_long
from desktop.lab.looking.maps import Half, Pair
from desktop.lab.looking.sights import Sight
from desktop.training import subjects
from desktop.training.subjects import Then
from engine.contract.numbers import Array
from engine.contract.questions import Cover, CoverByRows, Covered, Explain, Explained
from scenes.stage.data.recording import Plan, Recording, Snapshot
from scenes.stage.numbers.values import Values

ROLES: tuple[Role, Role] = ("trained", "untrained")


@dataclass(frozen=True, eq=False)
class Look:
    """A picture under a lens, with the networks that look at it; `filled` are those whose whole map is wanted."""

    recording: Recording
    snapshot: Snapshot
    then: Then | None
    """The networks that can be asked; None where no weights were recorded."""
    lens: int
    classes: Classes
    layers: Mapping[int, str]
    """The layers that were chosen for Grad-CAM, by contestant."""
    square: Square
    filled: Then | None
    only: int | None

    @property
    def plan(self) -> Plan:
        """What is known of the run."""
        return self.recording.plan

    @property
    def grey(self) -> float:
        """What covers a part of the picture: the mean of all training pictures, or mid grey without one."""
        return self.plan.mean or 127.5

    @cached_property
    def contestants(self) -> tuple[int, ...]:
        """Those that are shown."""
        every = range(len(self.plan.contestants))
        return tuple(every) if self.only is None else (self.only,)

    def explained(self, contestant: int) -> tuple[int, int | None] | None:
        """The class that is explained of a contestant, and the one that it is held against; None if it has left."""
        view = self.snapshot.views[contestant]
        if view is None:
            return None
        return self.classes.explained(int(np.nan_to_num(view.probabilities.array).argmax()))

    def layer(self, contestant: int) -> str | None:
        """The layer whose maps Grad-CAM weighs."""
        return self.layers.get(contestant) or last_maps(self.plan.contestants[contestant])

    def refusal(self, contestant: int) -> str:
        """Why the lens shows nothing of a contestant; "" where it does."""
        if self.snapshot.views[contestant] is None:
            return words.GONE
        if self.then is None:
            return words.NO_WEIGHTS
        return words.NO_CONVOLUTION if self.lens == GRAD_CAM and self.layer(contestant) is None else ""

    # What is asked

    def wishes(self) -> dict[Who, Wish]:
        """All that is to be known."""
        if self.then is None:
            return {}
        then, found = self.then, dict[Who, Wish]()
        networks = {"trained": subjects.subjects(then), "untrained": subjects.untrained(self.recording)}
        times = {"trained": then, "untrained": subjects.beginning(self.recording)}
        if self.lens == COVER and self.filled is not None and then.checkpoint is None:
            times["trained"] = self.filled  # the map of a network that learns stays until it is filled again
        for contestant in self.contestants:
            if self.refusal(contestant) or contestant not in networks["trained"]:
                continue
            if self.lens == COVER:
                covers = self._cover((self.square.top,), (self.square.left,))
                found[Who(contestant, "covered")] = Wish(then, networks["trained"][contestant], covers)
            question = self._question(contestant)
            for role in ROLES if question is not None else ():
                if contestant in networks[role] and question is not None:
                    found[Who(contestant, role)] = Wish(times[role], networks[role][contestant], question)
        return found

    def _question(self, contestant: int) -> Explain | Cover | CoverByRows | None:
        """What is asked for the maps; None where nothing is."""
        if self.lens == COVER:
            return self._whole(contestant) if self.filled is not None else None
        explained = self.explained(contestant)
        assert explained is not None
        layer = (self.layer(contestant) or "") if self.lens == GRAD_CAM else ""
        return Explain(Array.of(self.snapshot.picture.array), ASKED[self.lens], *explained, layer)

    def _whole(self, contestant: int) -> Cover | CoverByRows:
        _, height, width = self.snapshot.picture.shape
        tops, lefts = (corners(length, self.square.side) for length in (height, width))
        cover = self._cover(tops, lefts)
        long = takes_long(self.plan.contestants[contestant], len(tops) * len(lefts))
        return CoverByRows(cover) if long else cover

    def _cover(self, tops: tuple[int, ...], lefts: tuple[int, ...]) -> Cover:
        return Cover(Array.of(self.snapshot.picture.array), self.square.side, self.grey, tops, lefts)

    # What is shown

    def pairs(self, known: Mapping[Who, Known]) -> Iterator[Pair]:
        """What is known of each contestant that is shown."""
        for contestant in self.contestants:
            name, refusal = self.plan.contestants[contestant].name, self.refusal(contestant)
            explained = self.explained(contestant)
            layer = (self.layer(contestant) or "") if self.lens == GRAD_CAM else ""
            told = words.explained(explained, self.plan.classes, layer) if explained is not None else ("",)
            one, other = (self._half(known.get(Who(contestant, role)), role, explained) for role in ROLES)
            yield Pair(contestant, name, told, (one, other), refusal)

    def _half(self, known: Known | None, role: Role, explained: tuple[int, int | None] | None) -> Half:
        step = self.then.step if self.then is not None else 0
        if known is not None:
            step = known.step if known.step is not None else known.wish.then.step
        title = "untrained" if role == "untrained" else f"step {step:,}"
        if known is None:
            return Half(title, None, words.NOT_FILLED if self.lens == COVER and role == "trained" else "")
        sight = _sight(known, explained) if explained is not None else None
        if sight is not None and sight.is_nothing:
            return Half(title, None, words.nothing(self.lens, sight.largest))
        return Half(title, sight, known.said)

    def answered(self, known: Mapping[Who, Known]) -> Snapshot:
        """What the networks say: of the picture with the square, as far as that is known."""
        if self.lens != COVER:
            return self.snapshot
        views = list(self.snapshot.views)
        for contestant, view in enumerate(views):
            told = known.get(Who(contestant, "covered"))
            if view is not None and told is not None and isinstance(told.answer, Covered):
                logits = told.answer.logits.numpy()[0, 0].astype(float)
                odds = np.exp(logits - logits.max())
                views[contestant] = replace(view, probabilities=Values((odds / odds.sum()).astype(np.float32)))
        return replace(self.snapshot, views=tuple(views))


def _sight(known: Known, explained: tuple[int, int | None]) -> Sight | None:
    """What is known as numbers over the picture."""
    if known.answer is None or known.answers is None:
        return None
    question = known.answers.question
    if isinstance(known.answer, Explained):
        return sights.explained(question, known.answer) if isinstance(question, Explain) else None
    cover = question.cover if isinstance(question, CoverByRows) else question
    return sights.covered(cover, known.answer, *explained) if isinstance(cover, Cover) else None
