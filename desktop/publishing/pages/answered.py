"""Pictures with what published networks make of them: what does not ship is asked of an engine, and waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from desktop.export.still import ExportError
from desktop.training import inquiring
from desktop.training.at_hand import AnswersAtHand
from desktop.training.blocking_engine import BlockingEngine, EngineError, running_engine
from scenes.stage.core.catalogue import Draw, Scene, render
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.stage import Frame
from scenes.stage.data.published import kept
from scenes.stage.data.reading import Inquiry
from scenes.stage.data.recording import Recording

MISSING = "What the network says is missing, so nothing was exported: {}"
"""Before the sentence of an engine."""


@contextmanager
def answered() -> Iterator[Draw]:
    """What draws pictures in which nothing is missing that an engine can answer; it raises ExportError where one fails.

    An engine is started when the first answer is wanted that does not ship, and ended at the end.
    """
    with ExitStack() as stack:
        yield _Answered(stack)


class _Answered:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._engine: BlockingEngine | None = None
        self._answers = AnswersAtHand()
        self._asked = 0

    def __call__(self, scene: Scene, knobs: Knobs, t: float, recording: Recording | None) -> Frame:
        """Draw until nothing is wanted that was not asked for before: an answer may make a scene want another.

        What ships is enough for the knobs that a scene begins with; with others it may lack what is looked at.
        """
        as_shipped, asked = knobs == scene.knobs(), set[str]()
        while True:
            frame = render(scene, knobs, t, recording, self._answers.readings)
            wanted = [inquiry for inquiry in frame.wanted if not (as_shipped and kept(inquiry))]
            missing = [inquiry for inquiry in wanted if inquiry.digest not in asked]
            if not missing:
                return frame
            for inquiry in missing:
                asked.add(inquiry.digest)
                self._ask(inquiry)

    def _ask(self, inquiry: Inquiry) -> None:
        self._asked += 1
        try:
            for answer in self._started().ask(inquiring.query(self._asked, inquiry, self._answers.get(inquiry))):
                found = inquiring.reading(inquiry, self._answers.get(inquiry), answer)
                if found is not None:
                    self._answers.keep(inquiry, found)
        except EngineError as error:
            raise ExportError(MISSING.format(error)) from error

    def _started(self) -> BlockingEngine:
        if self._engine is None:
            self._engine = self._stack.enter_context(running_engine())
        return self._engine
