"""`python -m tests.audit`: measures scenes and prints their figures beside what they should be."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from scenes.stage.core.catalogue import catalogue
from tests.audit import table
from tests.audit.aims import exceptions, held, problems, problems_of_the_course
from tests.audit.figures import SceneFigures, measured_by_name

PROCESSES = 2


def main(words: Sequence[str]) -> int:
    """Measure scenes; returns 0 if they come up to what is asked of them."""
    options = _options(words)
    names = options.scenes or [scene.name for scene in catalogue().scenes]
    excepted = exceptions()
    if not options.json:
        print(table.head("step" if len(names) == 1 else "scene"), flush=True)
    scenes = []
    for scene in _measured(names, options.full):
        scenes.append(scene)
        if not options.json:
            print("\n".join(table.rows_by_step(scene) if len(names) == 1 else [_row(scene)]), flush=True)
    found = problems(scenes, excepted)
    if not options.scenes:
        found += problems_of_the_course(scenes, excepted)
    if options.json:
        print(json.dumps(table.plain(scenes, found), ensure_ascii=False, indent=1))
    else:
        print("\n".join([*_totals(scenes, held(scenes, excepted)), *found]))
    return int(bool(found))


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 run.py audit", description="Measure how every scene looks from the back row."
    )
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="by name; one alone is told step by step (all)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.add_argument("--full", action="store_true", help="paint all 50 frames of every second, for some minutes")
    options = parser.parse_args(words)
    for name in options.scenes:
        try:
            catalogue().find(name)
        except KeyError as error:
            parser.error(error.args[0])
    return options


def _measured(names: Sequence[str], full: bool) -> Iterator[SceneFigures]:
    work = partial(measured_by_name, every_frame=full)
    if len(names) == 1:
        yield work(names[0])
        return
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(work, names)


def _row(scene: SceneFigures) -> str:
    return table.row(scene.name, scene.steps)


def _totals(scenes: Sequence[SceneFigures], strict: Sequence[SceneFigures]) -> Iterator[str]:
    for name, some in (("all", scenes), ("let off nothing", strict)):
        if some:
            yield table.row(name, [step for scene in some for step in scene.steps])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
