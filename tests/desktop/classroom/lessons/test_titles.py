from __future__ import annotations

import pytest

from desktop.classroom.lessons.model import Stop
from desktop.classroom.lessons.titles import LONGEST, title_of
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import catalogue


@pytest.mark.parametrize(
    ("stop", "title"),
    [
        (Stop(id="a", scene="pooling", title="Mine"), "Mine"),
        (Stop(id="a", scene="pooling"), "Pooling"),
        (Stop(id="a", lab="twins-20"), PRESETS["twins-20"].title),
        (Stop(id="a", card="\n\n## Task\nDo it."), "Task"),
        (Stop(id="a", picture="file:cat.png"), "cat.png"),
        (Stop(id="a", scene="gone"), "a"),
        (Stop(id="a", lab="gone"), "a"),
        (Stop(id="a", card="#"), "a"),
    ],
)
def test_what_a_stop_is_called(stop: Stop, title: str) -> None:
    assert title_of(stop, catalogue()) == title


def test_a_long_first_line_of_a_card_is_cut() -> None:
    title = title_of(Stop(id="a", card="many words " * 40), catalogue())
    assert title.startswith("many words many")
    assert title.endswith("…")
    assert len(title) <= LONGEST
