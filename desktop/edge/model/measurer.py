"""Measures: the engine runs a network in the framework, and a process of its own all other forms, one at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtCore import QObject

from desktop.edge.measuring import words
from desktop.edge.measuring.client import GONE, MODULE
from desktop.edge.measuring.in_torch import InTorch, shown, subject
from desktop.edge.measuring.words import TITLES, Done, Fault, InRuntime, Measure, Prepare, Progress, Ready, Told
from desktop.edge.model.asking import Answering, Heard, Measured, Over, Wish, Working
from desktop.edge.model.finding import FindingError, Found, found
from desktop.edge.model.result import Pictures
from desktop.runs.library import Library
from desktop.system.lines import LineProcess
from desktop.system.processes import own_environment
from desktop.training.questions import Asks
from engine.contract.edge import JudgeAll, Judged, PassesTimed, TimePasses
from engine.contract.questions import NoReply, Reply
from engine.contract.questions import Subject as Asked

OTHERS: tuple[InRuntime, ...] = ("onnx", "int8")
"""The forms that the process measures."""


class Measurer(QObject):
    """What `Measures` says: one wish at a time, each in a new process.

    The engine goes first, while the process waits: no two forms are measured at the same time.
    """

    def __init__(self, asks: Asks, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asks, self._library = asks, library
        self._process = LineProcess(self)
        self._process.said.connect(self._listen)
        self._process.ended.connect(lambda: self._end(GONE))
        self._job: _Job | None = None

    def measure(self, wish: Wish, hear: Callable[[Heard], None]) -> None:
        """Begin with a wish, in place of the one before."""
        self.stop()
        try:
            network = found(wish.network, self._library)
        except FindingError as error:
            hear(Over(str(error)))
            return
        self._job = job = _Job(wish, network, hear)
        self._process.start(MODULE, "wishes", own_environment())
        pictures = str(wish.folder) if wish.folder is not None else ""
        self._process.send(words.encode(Prepare(network.source, job.folder.name, pictures)))

    def stop(self) -> None:
        """Break off what goes on."""
        job, self._job = self._job, None
        self._process.close()
        if job is not None:
            if job.token is not None:
                self._asks.stop(job.token)
            job.folder.cleanup()

    def _end(self, problem: str = "", missing: str = "", details: str = "") -> None:
        """Nothing more comes."""
        job = self._job
        self.stop()
        if job is not None:
            job.hear(Over(problem or job.problem, missing, details))

    # What the process says

    def _listen(self, line: bytes) -> None:
        job = self._job
        if job is None:
            return
        try:
            answer = words.read_answer(line)
        except (msgspec.DecodeError, ValueError):  # a ValueError of an array whose shape and length disagree
            self._end(GONE)
            return
        match answer:
            case Progress(said, done, of):
                job.hear(Working(said, done, of))
            case Ready():
                self._take_ready(job, answer)
            case Told(measured, logits):
                job.hear(Measured(measured, logits.numpy() if logits is not None else None))
            case Done(missing):
                self._end(missing=missing)
            case Fault(sentence, details):
                self._end(sentence, details=details)

    def _take_ready(self, job: _Job, ready: Ready) -> None:
        """The network is at hand for all forms: now the framework has its turn."""
        try:
            pictures = shown(ready)
        except (OSError, ValueError, KeyError):
            self._end(GONE)
            return
        known = tuple(pictures.labels.tolist()) if (pictures.labels >= 0).any() else None
        told = Pictures(pictures.pixels, ready.said, ready.classes, known, ready.which) if ready.count else None
        job.hear(Answering(told, job.network.gates))
        asked = subject(job.network.source)
        if asked is None:
            self._measure_others(job)
            return
        job.in_torch = InTorch(ready, pictures, job.wish.threads)
        job.questions, job.count = job.in_torch.questions, ready.count
        job.hear(Working(f"{TITLES['torch']}: how long one picture takes"))
        self._ask(job, asked)

    def _measure_others(self, job: _Job, first: tuple[int, ...] = ()) -> None:
        """Have the process measure the other forms, whose answers are compared with the `first`."""
        self._process.send(words.encode(Measure(job.wish.network.title, OTHERS, job.wish.threads, first)))

    # What the engine says

    def _ask(self, job: _Job, asked: Asked) -> None:
        """Ask the next question; when there is none any more, all is known of this form."""
        question = next(job.questions, None)
        if question is None:
            self._tell(job)
            return
        job.token = self._asks.ask(
            asked,
            question,
            lambda said: self._take_reply(job, asked, said),
            lambda sentence: job.hear(Working(sentence)),
        )

    def _take_reply(self, job: _Job, asked: Asked, said: Reply | NoReply) -> None:
        if job is not self._job or job.in_torch is None:
            return
        if isinstance(said, NoReply):
            job.token, job.problem = None, said.message
            self._measure_others(job)  # what can be measured is
            return
        assert isinstance(said.answer, PassesTimed | Judged)
        job.in_torch.hear(said.answer)
        if job.count:
            job.hear(Working(f"{TITLES['torch']}: what it says of pictures", job.in_torch.answered, job.count))
        if said.part + 1 >= said.parts:
            job.token = None
            self._ask(job, asked)

    def _tell(self, job: _Job) -> None:
        assert job.in_torch is not None
        told = job.in_torch.told(job.wish.network.title)
        logits = told.logits.numpy() if told.logits is not None else None
        job.hear(Measured(told.measurement, logits))
        self._measure_others(job, tuple(logits.argmax(1).tolist()) if logits is not None else ())


class _Job:
    """A wish that is carried out, and what is known of it so far."""

    def __init__(self, wish: Wish, network: Found, hear: Callable[[Heard], None]) -> None:
        self.wish, self.network, self.hear = wish, network, hear
        self.folder = tempfile.TemporaryDirectory(prefix="convoscope-edge-", ignore_cleanup_errors=True)
        self.in_torch: InTorch | None = None
        self.questions: Iterator[TimePasses | JudgeAll] = iter(())
        self.count = 0
        """So many pictures are answered."""
        self.token: int | None = None
        self.problem = ""
