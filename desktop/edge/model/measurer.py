"""Measures: the engine runs a network in the framework, and a process of its own all other forms, one at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
from PySide6.QtCore import QObject

from desktop.edge.measuring import words
from desktop.edge.measuring.account import Answers, first_answers, measurement, of_torch
from desktop.edge.measuring.words import Done, Fault, Form, Measure, Prepare, Progress, Ready, Told
from desktop.edge.model.asking import Answering, Heard, Measured, Over, Wish, Working
from desktop.edge.model.finding import FindingError, Found, found, lacking
from desktop.edge.model.result import Floats, Pictures
from desktop.runs.library import Library
from desktop.system.lines import LineProcess
from desktop.system.processes import own_environment
from desktop.training.questions import Asks
from engine.contract.edge import JudgeAll, Judged, PassesTimed, TimePasses
from engine.contract.numbers import Array
from engine.contract.questions import NoReply, Question, Reply

OTHERS: tuple[Form, ...] = ("onnx", "int8")
"""The forms that the process measures."""
ENDED = "The process that measures has ended. Try again; with a smaller network if that happens again."
NOT_HEARD = "The engine said something else than what was asked. Measure again."
AT_ONCE = 16_000_000
"""Bytes of pictures that the engine is asked about at once."""


class Measurer(QObject):
    """What `Measures` says: one wish at a time, each in a new process.

    The engine goes first, while the process waits: no two forms are measured at the same time.
    """

    def __init__(self, asks: Asks, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asks, self._library = asks, library
        self._process = LineProcess(self)
        self._process.said.connect(self._listen)
        self._process.ended.connect(lambda: self._end(ENDED))
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
        job.missing = lacking()
        if not job.missing:
            self._process.start("desktop.edge.measuring.process", "wishes", own_environment())
            pictures = str(wish.folder) if wish.folder is not None else ""
            self._process.send(words.encode(Prepare(network.source, job.folder.name, pictures)))
        elif network.asked is None:
            self._end(job.missing)
        else:
            hear(Answering(None, network.gates))
            self._time(job)

    def stop(self) -> None:
        """Break off what goes on."""
        job, self._job = self._job, None
        self._process.close()
        if job is not None:
            if job.token is not None:
                self._asks.stop(job.token)
            job.folder.cleanup()

    def _end(self, problem: str = "") -> None:
        """Nothing more comes."""
        job = self._job
        self.stop()
        if job is not None:
            job.hear(Over(problem or job.problem, job.missing))

    # What the process says

    def _listen(self, line: bytes) -> None:
        job = self._job
        if job is None:
            return
        try:
            answer = words.read_answer(line)
        except (msgspec.DecodeError, ValueError):  # a ValueError of an array whose shape and length disagree
            self._end(ENDED)
            return
        match answer:
            case Progress(said, done, of):
                job.hear(Working(said, done, of))
            case Ready():
                self._take_ready(job, answer)
            case Told(measured, logits):
                job.hear(Measured(measured, logits.numpy() if logits is not None else None))
            case Done(missing):
                job.missing = missing
                self._end()
            case Fault(sentence):
                self._take_fault(job, sentence)

    def _take_ready(self, job: _Job, ready: Ready) -> None:
        """The network is at hand for all forms: now the framework has its turn."""
        job.ready = ready
        try:
            job.take_pictures(ready)
        except (OSError, ValueError, KeyError):
            self._end(ENDED)
            return
        job.hear(Answering(job.pictures, job.network.gates))
        if job.network.asked is None:
            self._measure_others(job)
        else:
            self._time(job)

    def _take_fault(self, job: _Job, sentence: str) -> None:
        """Where the network can't be had as ONNX, the framework can still run it."""
        if job.ready is not None or job.network.asked is None:
            self._end(sentence)
            return
        self._process.close()
        job.problem = sentence
        job.hear(Answering(None, job.network.gates))
        self._time(job)

    def _measure_others(self, job: _Job) -> None:
        if job.ready is None:
            self._end()
            return
        wish = job.wish
        self._process.send(words.encode(Measure(wish.network.title, OTHERS, wish.threads, job.first)))

    # What the engine says

    def _time(self, job: _Job) -> None:
        job.hear(Working("float32, PyTorch: how long one picture takes"))
        shape = job.ready.shape if job.ready is not None else job.network.shape
        channels, height, width = shape
        self._ask(job, TimePasses((channels, height, width), job.wish.threads))

    def _judge(self, job: _Job) -> None:
        """Ask about as many of the pictures as go at once, until all are answered."""
        pictures, done = job.pixels, len(job.logits)
        if pictures is None or done == len(pictures):
            self._tell_torch(job)
            return
        job.hear(Working("float32, PyTorch: what it says of pictures", done, len(pictures)))
        least = max(1, AT_ONCE // max(1, pictures[0].nbytes))
        self._ask(job, JudgeAll(Array.of(pictures[done : done + least])))

    def _ask(self, job: _Job, question: Question) -> None:
        assert job.network.asked is not None
        job.token = self._asks.ask(
            job.network.asked,
            question,
            lambda said: self._take_reply(job, said),
            lambda sentence: job.hear(Working(sentence)),
        )

    def _take_reply(self, job: _Job, said: Reply | NoReply) -> None:
        if job is not self._job:
            return
        if isinstance(said, NoReply):
            job.token = None
            job.problem = job.problem or said.message
            self._measure_others(job)
            return
        if said.part + 1 >= said.parts:
            job.token = None
        match said.answer:
            case PassesTimed() as timed:
                job.timed = timed
                self._judge(job)
            case Judged(_, logits):
                job.logits.extend(logits.numpy())
                if job.token is None:
                    self._judge(job)
            case _:
                self._end(NOT_HEARD)

    def _tell_torch(self, job: _Job) -> None:
        assert job.timed is not None
        taken = of_torch(job.timed, job.wish.threads)
        logits: Floats | None = np.stack(job.logits) if job.logits else None
        answers = None
        if logits is not None and job.ready is not None:
            answers = Answers(logits, job.labels, job.ready.names)
            job.first = first_answers(logits)
        job.hear(Measured(measurement(job.wish.network.title, taken, answers), logits))
        self._measure_others(job)


class _Job:
    """A wish that is carried out, and what is known of it so far."""

    def __init__(self, wish: Wish, network: Found, hear: Callable[[Heard], None]) -> None:
        self.wish, self.network, self.hear = wish, network, hear
        self.folder = tempfile.TemporaryDirectory(prefix="convoscope-edge-", ignore_cleanup_errors=True)
        self.ready: Ready | None = None
        self.pixels: np.ndarray | None = None
        self.labels = np.zeros(0, np.int64)
        self.pictures: Pictures | None = None
        self.token: int | None = None
        self.timed: PassesTimed | None = None
        self.logits: list[Floats] = []
        self.first: tuple[int, ...] = ()
        """The first answers in the framework, with which the others are compared."""
        self.problem = self.missing = ""

    def take_pictures(self, ready: Ready) -> None:
        """Read the pictures that all forms answer; raises OSError, ValueError or KeyError where they can't be."""
        if not ready.count:
            return
        with np.load(Path(ready.pictures), allow_pickle=False) as stored:
            self.pixels, self.labels = stored["pictures"], stored["labels"].astype(np.int64)
        known = tuple(int(each) for each in self.labels) if (self.labels >= 0).any() else None
        self.pictures = Pictures(self.pixels, ready.said, ready.classes, known)
