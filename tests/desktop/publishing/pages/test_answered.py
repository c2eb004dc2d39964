"""Pictures in which nothing is missing that an engine can answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop.export.films.film import film_of
from desktop.export.still import ExportError
from desktop.publishing.pages.answered import answered
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import CHAPTERS, catalogue, plan, render, scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.reading import COVERED, SIDE, Covering, Inquiry, Maps
from scenes.stage.numbers.values import Values

Use = Callable[[str], None]
PICTURE = Values(np.full((3, SIDE, SIDE), 9, np.uint8))
LOOK = Inquiry("efficientnet-lite0", Maps(PICTURE))
COVERING = Covering(PICTURE, 112, 56)
COVER = Inquiry("efficientnet-lite0", COVERING)
ROWS = COVERING.corners
ENGINE = """
import numpy as np
from engine.contract.numbers import Array
from engine.contract.questions import Covered, MapsRead, ReadMaps, Reply
say(hello)
for command in hear():
    if not hasattr(command, "question"):
        sys.exit()
    open({heard!r}, "a").write(f"{{type(command.question).__name__}}\\n")
    logits = Array.of(np.eye(1000, dtype=np.float32)[7])
    if isinstance(command.question, ReadMaps):
        say(Reply(command.token, 0, 1, MapsRead(logits, ())))
        continue
    cover = command.question.cover
    for row in range(len(cover.tops)):
        said = np.full((1, len(cover.lefts), 1000), row, np.float32)
        say(Reply(command.token, row, len(cover.tops), Covered(row, Array.of(said), logits)))
"""


@scene(chapter=CHAPTERS[0], title="Asks", order=1)
def asks(stage: Stage, knobs: Knobs) -> None:
    """Wants one answer, and once that is there another one, which comes in rows."""
    stage.step("Only", "A network is asked.", 2.0)
    look = stage.reading(LOOK)
    cover = stage.reading(COVER) if look is not None else None
    row = -1 if cover is None else cover.maps[COVERED].array[-1, 0, 0]
    stage.text(100, 300, f"class {0 if look is None else look.logits.array.argmax()}, row {row:g}", name="answer")


def told(frame: Frame) -> str:
    return next(mark.text for mark in frame.marks if isinstance(mark, Text) and mark.name == "answer")


@pytest.fixture
def heard(use_engine: Use, tmp_path: Path) -> Path:
    """What an engine of the test was asked, a line a question."""
    path = tmp_path / "heard.txt"
    use_engine(ENGINE.format(heard=str(path)))
    return path


def test_all_is_asked_for_until_nothing_is_missing_and_only_once(heard: Path) -> None:
    assert render(asks, Knobs(), 0.5).wanted == (LOOK,)
    with answered() as draw:
        film = film_of(asks, Knobs(), draw=draw)
        frames = [film.draw(at) for at in (0.0, 1.0, film.seconds)]
    assert [told(frame) for frame in frames] == [f"class 7, row {len(ROWS) - 1}"] * 3
    assert heard.read_text().split() == ["ReadMaps", "CoverByRows"]


def test_where_nothing_is_wanted_no_engine_is_started(heard: Path) -> None:
    real = catalogue().find("real_network")
    with answered() as draw:
        assert draw(real, real.knobs(), 1e9, None) == render(real, real.knobs(), 1e9)
    assert not heard.exists()


@pytest.mark.parametrize(
    ("engine", "why"),
    [
        ("say(hello)\nsys.exit('the roof is on fire')", "the roof is on fire"),
        ("from engine.contract.questions import NoReply\nsay(hello)\nfor command in hear():\n"
         "    sys.exit() if not hasattr(command, 'token') else say(NoReply(command.token, 'It is gone.'))",
         r"nothing was exported: It is gone\.$"),
    ],
)  # fmt: skip
def test_one_sentence_says_why_there_is_no_answer(engine: str, why: str, use_engine: Use) -> None:
    use_engine(engine)
    with answered() as draw, pytest.raises(ExportError, match=why):
        draw(asks, Knobs(), 0.5, None)


@pytest.mark.slow
def test_the_engine_answers_for_a_picture_of_which_nothing_ships(qapp: object, tmp_path: Path) -> None:
    real = catalogue().find("real_network")
    turned = kit.change(real.knobs(), "turn", 40)
    with answered() as draw:
        frames = [draw(real, turned, t, None) for t in boundaries(plan(real, turned))]
    assert [frame.wanted for frame in frames] == [()] * len(frames)
    (named,) = [mark for mark in frames[0].marks if isinstance(mark, Text) and mark.text.endswith(" %")][:1]
    assert float(named.text.removesuffix(" %")) > 10
