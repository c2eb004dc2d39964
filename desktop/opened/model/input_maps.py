"""What a layer of an opened network reads of a picture: asked for when one of its filters is to be seen at work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop.opened.model.opened import Opened
from desktop.sets.collection import Picture
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import MapsRead, NoReply, ReadMaps, Reply
from scenes.real_network.operations import Operation, convolution_of
from scenes.stage.data import published
from scenes.stage.data.networks import INPUT, Layer
from scenes.stage.data.published import GoneError
from scenes.stage.numbers.values import Values

Told = Callable[[Operation, Values], None]


class InputMaps(QObject):
    """Asks for one layer at a time: of those that are wanted meanwhile the last counts."""

    def __init__(self, opened: Opened, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened, self._questions = opened, questions
        self._wanted: object = None
        opened.began.connect(self.forget)

    def ask(self, layer: Layer, picture: Picture | None, told: Told, untold: Callable[[], None]) -> None:
        """Ask for the maps (maps, height, width) that a convolution reads of a picture as the network takes it.

        `told` is called with the convolution and with them, `untold` where they can't be had.
        """
        self.forget()
        whose, subject = self._opened.whose, self._opened.subject
        fits = picture is not None and whose is not None and picture.shape == self._opened.shape
        operation = self._operation(layer) if fits else None
        if picture is None or whose is None or subject is None or operation is None:
            untold()
        elif operation.reads == (INPUT,):
            told(operation, published.standardised(Values(picture), whose))
        else:
            self._wanted = wanted = object()
            question = ReadMaps(Array.of(picture), operation.reads)
            self._questions.ask(subject, question, partial(self._take, wanted, operation, told, untold))

    def forget(self) -> None:
        """Want nothing any more."""
        self._wanted = None

    def _operation(self, layer: Layer) -> Operation | None:
        whose = self._opened.whose
        try:
            return None if whose is None else convolution_of(published.described(whose), layer.name)
        except GoneError:
            return None

    def _take(
        self, wanted: object, operation: Operation, told: Told, untold: Callable[[], None], reply: Reply | NoReply
    ) -> None:
        if wanted is not self._wanted:
            return
        self.forget()
        if isinstance(reply, Reply) and isinstance(reply.answer, MapsRead):
            told(operation, Values(reply.answer.maps[0].numpy()))
        else:
            untold()
