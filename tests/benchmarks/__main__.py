"""All benchmarks, as one JSON object on stdout: `python3 run.py bench [NAME ...] [--minutes N]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping


def _frames() -> object:
    from tests.benchmarks.frames import measure_frames

    return measure_frames()


def _real_network() -> object:
    from tests.benchmarks.frames import measure_real_network

    return measure_real_network()


def _seek() -> object:
    from tests.benchmarks.frames import measure_seek

    return measure_seek()


def _start() -> object:
    from tests.benchmarks.start import measure_start

    return measure_start()


def _train() -> object:
    from tests.benchmarks.train import measure

    return measure()


def _smooth() -> object:
    from tests.benchmarks.smooth import measure_smooth

    return measure_smooth()


def _classroom() -> object:
    from tests.benchmarks.classroom import measure_classroom

    return measure_classroom()


def _films() -> object:
    from tests.benchmarks.films import measure_films

    return measure_films()


def _opening() -> object:
    from tests.benchmarks.opening import measure_opening

    return measure_opening()


def _opening_network() -> object:
    from tests.benchmarks.opening_network import measure_opening_network

    return measure_opening_network()


def _soak(minutes: float = 1.0) -> object:
    from tests.benchmarks.soak import measure_soak

    return measure_soak(minutes)


def _pad() -> object:
    from tests.benchmarks.pad import measure_pad

    return measure_pad()


def _mistakes() -> object:
    from tests.benchmarks.mistakes import measure_mistakes

    return measure_mistakes()


def _answers() -> object:
    from tests.benchmarks.answers import measure_answers

    return measure_answers()


def _doctor() -> object:
    from tests.benchmarks.doctor import measure

    return measure()


def _real() -> object:
    from tests.benchmarks.real import measure_real

    return measure_real()


def _sweep() -> object:
    from tests.benchmarks.sweep import measure_sweep

    return measure_sweep()


BENCHMARKS: Mapping[str, Callable[[], object]] = {
    "frames": _frames,
    "real-network": _real_network,
    "seek": _seek,
    "start": _start,
    "train": _train,
    "smooth and memory": _smooth,
    "classroom": _classroom,
    "films": _films,
    "pad": _pad,
    "mistakes": _mistakes,
    "answers": _answers,
    "real": _real,
    "doctor": _doctor,
    "sweep": _sweep,
    "opening": _opening,
    "opening network": _opening_network,
    "soak": _soak,
}


def main(words: list[str]) -> int:
    """Run the named benchmarks, or all; what is being measured is told on stderr."""
    parser = argparse.ArgumentParser(prog="python3 run.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(map(repr, BENCHMARKS))}")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long the soak takes")
    asked = parser.parse_args(words)
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        known = ", ".join(map(repr, BENCHMARKS))
        print(f"There is no benchmark named {unknown[0]!r}; there are {known}.", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    found = {}
    for name in asked.names or BENCHMARKS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        found[name] = _soak(asked.minutes) if name == "soak" else BENCHMARKS[name]()
    print(json.dumps(found, indent=2))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
