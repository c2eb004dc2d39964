"""Films: painting and encoding side by side, beside what the encoder alone does with the same pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.export.films import mp4
from desktop.export.films.film import Film, film_of, reel_of
from desktop.export.films.formats import ENDINGS, film_bytes
from desktop.export.films.shots import shots
from desktop.export.films.side_by_side import side_by_side
from desktop.export.progress import unwatched
from desktop.export.still import need_application
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.timeline import step_titled
from tests.benchmarks.timing import milliseconds

TIMES = 5
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
STEP = "Multiply"
MANIM = 47
"""Frames of 720p that Manim makes in a second, measured on a machine of this kind."""


def one_step(size: tuple[int, int] | None = None) -> Film:
    """One step of the convolution."""
    scene = catalogue().find("convolution")
    knobs = scene.knobs()
    return film_of(scene, knobs, steps=(step_titled(plan(scene, knobs), STEP) + 1,), size=size)


def measure_mp4(size: tuple[int, int]) -> Mapping[str, float]:
    """Frames a second of painting, of encoding and of both side by side: the best of some runs that take turns."""
    reel = reel_of(one_step(size), mp4.SIZE, mp4.FPS)
    pictures = list(shots(reel, unwatched))
    with TemporaryDirectory() as folder:
        encode = partial(mp4.encode, Path(folder) / "film.mp4", reel)
        works: Mapping[str, Callable[[], object]] = {
            "painting alone": lambda: list(shots(reel, unwatched)),
            "encoding alone": lambda: encode(iter(pictures)),
            "side by side": lambda: side_by_side(shots(reel, unwatched), encode),
        }
        took = [{name: milliseconds(work) for name, work in works.items()} for _ in range(TIMES)]
    best = {name: min(each[name] for each in took) for name in works}
    found = {f"{name}, frames/s": round(1000 * len(reel.times) / best[name], 1) for name in works}
    return {**found, "side by side over encoding alone": round(best["encoding alone"] / best["side by side"], 2)}


def measure_file(ending: str) -> Mapping[str, float]:
    """How long a whole film takes in a format's usual size, and how large its file is."""
    content: list[bytes] = []
    took = milliseconds(lambda: content.append(film_bytes(one_step(), ending)))
    return {"seconds": round(took / 1000, 2), "kB": round(len(content[0]) / 1000, 1)}


def measure_films() -> dict[str, object]:
    """One step of the convolution as MP4 in two sizes, and as a file of each format as it is usual."""
    need_application()
    found = {name: measure_mp4(size) for name, size in SIZES.items()}
    files = {ending: measure_file(ending) for ending in ENDINGS}
    return {
        "unit": "frames a second, of the best run",
        "aim": f"side by side over encoding alone >= 0.75; at 720p >= {2 * MANIM} frames/s, twice Manim's {MANIM}",
        **found,
        f"a film of {one_step().seconds:g} s": files,
    }
