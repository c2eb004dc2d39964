"""Measuring a network: what the engine is asked for it, and the one rule by which all is timed."""

from engine.contract.edge.asking import JudgeAll as JudgeAll
from engine.contract.edge.asking import Judged as Judged
from engine.contract.edge.asking import Layers as Layers
from engine.contract.edge.asking import PassesTimed as PassesTimed
from engine.contract.edge.asking import TimePasses as TimePasses
