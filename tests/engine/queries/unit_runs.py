"""A small run whose units are asked about."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from engine.contract import events
from engine.contract.questions import Answer, Present, Published, Query, Question, Stored
from engine.contract.spec import Network, RunSpec, StopAt
from engine.data import data
from engine.queries import answers
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL, only


@cache
def trained(network: Network | None = None, steps: int = 30) -> tuple[RunSpec, Stored]:
    """A run of digits, and its last contestant as it is at the end."""
    last = SMALL.contestants[-1]
    contestant = replace(last, network=network) if network is not None else last
    spec = replace(SMALL, contestants=(contestant,), stop=StopAt(steps=steps))
    kept = only(list(play(Run(spec, lambda: 0.0, paused=False), NoCommands())), events.Checkpoint)[-1].weights[0]
    assert kept is not None
    split = data.load(spec.data)
    return spec, Stored(contestant.network, 10, split.mean, split.deviation, kept)


def told(about: Stored | Present | Published, question: Question, run: Run | None = None) -> list[Answer]:
    """All parts of an answer, as many as were told of."""
    found = answers.replies(Query(1, about, question), run.trained if run else lambda _: None)
    replies = [reply for reply in found if reply is not None]
    assert [reply.part for reply in replies] == list(range(replies[0].parts))
    return [reply.answer for reply in replies]
