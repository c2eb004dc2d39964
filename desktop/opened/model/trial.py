"""A picture and an opened network: what it answers, what the chosen layer gives, and where it looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from desktop.model_files.words import Contents, Ran, Refused, Run
from desktop.opened.model.opened import Opened
from desktop.opened.model.orders import Answer
from desktop.opened.model.standards import Standard
from desktop.sets.collection import Picture
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import Explain, Explained, MapsRead, NoReply, ReadMaps, Reply
from scenes.reference import softmax
from scenes.stage.data.networks import Layer

Floats = npt.NDArray[np.float32]
TOP = 5


@dataclass(frozen=True, eq=False)
class Wish:
    """What is asked: a picture, how it is standardised, the network, and the layer whose maps are wanted."""

    picture: Picture
    standard: Standard | None
    contents: Contents
    layer: Layer | None

    def same(self, other: Wish | None) -> bool:
        """Whether another wish is this one."""
        mine = self.picture, self.contents, self.layer, self.standard
        return other is not None and all(
            one is two
            for one, two in zip(mine, (other.picture, other.contents, other.layer, other.standard), strict=True)
        )


class Guess(NamedTuple):
    """A class by its place, with its name and its probability."""

    place: int
    name: str
    share: float


class _Told(NamedTuple):
    """The last answer: to which wish, the logits, and the output of the layer."""

    wish: Wish
    logits: Floats
    output: Floats | None


class _Sight(NamedTuple):
    """Where it looks: of which answer, for which class, (height, width) in logits."""

    of: Wish
    place: int
    values: Floats


class Trial(QObject):
    """Asks about one picture at a time: of those that come meanwhile the last counts. `changed` says it all."""

    changed = Signal()

    def __init__(self, opened: Opened, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened, self._questions = opened, questions
        self._picture: Picture | None = None
        self._layer: Layer | None = None
        self._going: Wish | None = None
        self._told: _Told | None = None
        self._sight: _Sight | None = None
        self._looking: tuple[Wish, int] | None = None
        self.chosen: int | None = None
        """The class that is explained; None explains the most probable one."""
        self.refused = ""
        opened.began.connect(self._begin)
        opened.changed.connect(self._follow)

    def look(self, picture: Picture | None) -> None:
        """Try a picture (channels, height, width) as the network has them, or none."""
        self._picture = picture
        self._follow()

    def read(self, layer: Layer | None) -> None:
        """Want the output of another layer too."""
        self._layer = layer
        self._follow()

    def explain(self, place: int) -> None:
        """Show where it looks for another class; once more the same shows it for the most probable one."""
        self.chosen = None if place == self.chosen else place
        self._look_closer()
        self.changed.emit()

    # --- What is known ----------------------------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """Whether what is known is about something else than what is asked by now."""
        return self._told is not None and not self._told.wish.same(self._wish)

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """The most probable classes, the first one first."""
        if self._told is None or not np.isfinite(self._told.logits).all():
            return ()
        shares = softmax(self._told.logits.astype(float))
        places = np.argsort(-shares, kind="stable")[:TOP]
        return tuple(Guess(int(each), self._opened.class_name(int(each)), float(shares[each])) for each in places)

    @property
    def maps(self) -> tuple[Layer, Floats] | None:
        """A layer that gives maps, with them (maps, height, width); None where the chosen one gives none."""
        told = self._told
        if told is None or told.output is None or told.output.ndim != 3 or told.wish.layer is None:
            return None
        return (told.wish.layer, told.output) if told.wish.layer is self._layer else None

    @property
    def layer(self) -> Layer | None:
        """The layer whose output is wanted too."""
        return self._layer

    @property
    def place(self) -> int | None:
        """The class that is explained."""
        guesses = self.guesses
        return (guesses[0].place if self.chosen is None else self.chosen) if guesses else None

    @property
    def sight(self) -> Floats | None:
        """Where it looks for that class, (height, width) in logits."""
        found = self._sight
        if found is None or self._told is None or found.of is not self._told.wish or found.place != self.place:
            return None
        return found.values

    @property
    def seen(self) -> Picture | None:
        """The picture that the answer is about."""
        return None if self._told is None else self._told.wish.picture

    @property
    def odd(self) -> bool:
        """Whether it answers with numbers that are not finite."""
        return self._told is not None and not np.isfinite(self._told.logits).all()

    @property
    def looker(self) -> Layer | None:
        """The layer whose maps tell where it looks: the last one that still has places."""
        contents = self._opened.contents
        if contents is None or contents.runs != "engine":
            return None
        there = [each for each in contents.layers if each.spatial and not each.auxiliary and each.shape[1] > 1]
        return there[-1] if there else None

    # --- Asking -----------------------------------------------------------------------------------------------------

    @property
    def _wish(self) -> Wish | None:
        contents = self._opened.contents
        if self._picture is None or contents is None or not self._opened.runs:
            return None
        if self._picture.shape != contents.shape:
            return None
        return Wish(self._picture, self._opened.standard, contents, self._layer)

    def _begin(self) -> None:
        """Forget what another network has said."""
        self._going = self._told = self._sight = self._looking = self.chosen = self._layer = None
        self.refused = ""
        self.changed.emit()

    def _follow(self) -> None:
        wish = self._wish
        if wish is None:
            if self._told is not None and self._picture is None:
                self._told = None
        elif self._going is None and not (self._told is not None and self._told.wish.same(wish)):
            self._ask(wish)
        self.changed.emit()

    def _ask(self, wish: Wish) -> None:
        self._going = wish
        layers = (wish.layer.name,) if wish.layer is not None else ()
        subject, orders = self._opened.subject, self._opened.orders
        if subject is not None:
            question = ReadMaps(Array.of(wish.picture), layers)
            self._questions.ask(subject, question, partial(self._take_reply, wish))
        elif orders is not None and wish.standard is not None:
            run = Run(Array.of(wish.picture), layers, wish.standard.mean, wish.standard.deviation)
            orders.ask(run, partial(self._take_answer, wish))

    def _take_reply(self, asked: Wish, reply: Reply | NoReply) -> None:
        if isinstance(reply, NoReply):
            self._take(asked, reply.message)
        elif isinstance(reply.answer, MapsRead):
            self._take(asked, "", reply.answer.logits, reply.answer.maps)

    def _take_answer(self, asked: Wish, answer: Answer) -> None:
        if isinstance(answer, Refused):
            self._take(asked, answer.sentence)
        elif isinstance(answer, Ran):
            self._take(asked, "", answer.logits, answer.maps)

    def _take(self, asked: Wish, refused: str, logits: Array | None = None, maps: tuple[Array, ...] = ()) -> None:
        if asked is not self._going:
            return
        self._going, self.refused = None, refused
        if logits is None:
            self._told = None
        else:
            self._told = _Told(asked, logits.numpy().ravel(), maps[0].numpy() if maps else None)
            self._look_closer()
        self.changed.emit()
        if not refused and not asked.same(self._wish):
            self._follow()

    def _look_closer(self) -> None:
        """Ask where it looks, of what is known now."""
        subject, layer, place = self._opened.subject, self.looker, self.place
        if self._told is None or subject is None or layer is None or place is None:
            return
        wanted = self._told.wish, place
        if self._looking != wanted:
            self._looking = wanted
            question = Explain(Array.of(wanted[0].picture), "grad-cam", place, None, layer.name)
            self._questions.ask(subject, question, partial(self._take_sight, wanted))

    def _take_sight(self, asked: tuple[Wish, int], reply: Reply | NoReply) -> None:
        if asked is not self._looking:
            return
        self._looking = None
        if isinstance(reply, Reply) and isinstance(reply.answer, Explained):
            self._sight = _Sight(*asked, reply.answer.values.numpy()[0])
        self.changed.emit()
