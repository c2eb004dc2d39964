"""Measuring real networks from the shell: a row for each as soon as it is known."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.streams import printable_json, say
from desktop.cli.words import Parser, UsageError, whole

if TYPE_CHECKING:
    from engine.contract.events import Measured

_EXAMPLES = """\
what is measured:
  NAME   a network of `convoscope networks`; without --forms its weights are drawn by chance, which changes no time
  FILE   ONNX (.onnx), or weights (.safetensors, .pt) that fit one of these networks
  RUN    a kept run of the lab by its name, or its file or a folder of such files: each network, with its last weights

with --forms, and always of a FILE or a RUN, a row for each form: float32 in PyTorch, float32 and int8 in ONNX Runtime
  ms, p95 ms   the median of one picture at a time, and what 95 of 100 passes do not exceed
  memory       the most bytes of activations alive at once: as PyTorch keeps them, and as the ONNX graph asks for
  right        the share of the validation pictures, or of your pictures whose folder is named as their class
  changed      how many pictures have another first answer than in the first form

In ONNX Runtime the network also standardises the picture; PyTorch gets it standardised. A layer that a program has
fused with another is counted with that one. The rows of ONNX Runtime need the extra edge. An ONNX file needs neither Qt
nor PyTorch: the same line runs on a small board such as a Raspberry Pi; none was tried.
"""


def add_latency_words(parser: Parser) -> None:
    """Say what can be typed."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    what = "a network, a file, or a kept run; without, the networks that scenes ask about"
    parser.add_argument("names", metavar="NAME|FILE|RUN", nargs="*", help=what)
    parser.add_argument("--forms", action="store_true", help="measure each in several forms, and what they answer")
    pictures = "pictures that all forms answer, in place of the network's own"
    parser.add_argument("--pictures", metavar="FOLDER", type=Path, help=pictures)
    parser.add_argument("--threads", type=whole, default=1, metavar="N", help="of the processor (default: 1)")
    parser.add_argument("--json", action="store_true", help="every row as a line of JSON")
    parser.set_defaults(act=_latency)


def _latency(options: argparse.Namespace) -> int:
    from engine.contract.edge.timing import threads_refused
    from scenes.stage.data.networks import names

    if refused := threads_refused(options.threads):
        raise UsageError(refused)
    others = [name for name in options.names if name not in names()]
    if options.forms and not options.names:
        raise UsageError("Say what to measure in several forms: a network, a file, or a kept run.")
    if options.forms or others:
        from desktop.cli.measuring import forms

        return forms.measure(options.names, options.threads, options.pictures, options.json)
    if options.pictures is not None:
        raise UsageError("Pictures are answered where forms are compared: add --forms.")
    from desktop.cli.measuring.named import require_whole
    from desktop.training.blocking_engine import EngineError

    wanted = options.names or usual()
    require_whole(wanted[0])
    try:
        return measure(wanted, options.threads, options.json)
    except EngineError as error:
        say(str(error))
        return 1


def usual() -> tuple[str, ...]:
    """The networks that scenes ask about when nobody names any."""
    from scenes.stage.core.catalogue import catalogue

    asked = (scene.measures(scene.knobs()) for scene in catalogue().scenes if scene.measures is not None)
    return tuple(dict.fromkeys(name for names in asked for name in names))


def measure(names: Sequence[str], threads: int, as_json: bool) -> int:
    """Measure networks one after the other and print their times; the exit status is 1 if one could not be measured.

    Raises EngineError where the engine can't be used.
    """
    import msgspec

    from desktop.training.blocking_engine import running_engine
    from engine.contract.events import Failed, Measure, Measured, Unmeasured

    status, told = 0, False
    with running_engine() as engine:
        events = engine.events()
        for name in names:
            engine.send(Measure(name, threads))
            answer = next(event for event in events if isinstance(event, Measured | Unmeasured | Failed))
            if isinstance(answer, Failed):
                say(answer.message)
                return 1
            if isinstance(answer, Unmeasured):
                say(answer.message)
                status = 1
            elif as_json:
                print(printable_json(msgspec.json.encode(answer).decode()), flush=True)
            else:
                if not told:
                    told = True
                    print(_head(answer))
                print(_row(answer), flush=True)
    return status


def _head(first: Measured) -> str:
    threads = "one thread" if first.threads == 1 else f"{first.threads} threads"
    where = f"One picture at a time on {first.machine}, {threads}; medians after a warm-up, random weights."
    return f"{where}\n{'network':24}{'ms':>10}{'runs':>6}{'MACs':>18}{'G MACs/s':>10}"


def _row(answer: Measured) -> str:
    from scenes.stage.data.networks import network

    macs = network(answer.network).macs
    speed = macs / answer.seconds / 1e9
    return f"{answer.network:24}{1000 * answer.seconds:10.1f}{answer.runs:6d}{macs:18,}{speed:10.1f}"
