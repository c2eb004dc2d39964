"""What scenes ask about networks of other people, in the words of the engine."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from desktop.training.inquiring import query
from engine.contract.questions import Ascend, CoverByRows, Published
from scenes.stage.data.reading import Ascent, Covering, Inquiry, Kit
from scenes.stage.numbers.values import Values

NAME = "inception-v3"
COVERED = Covering(Values(np.full((3, 299, 299), 5, np.uint8)), 56, 81)


def test_a_kit_is_asked_about_with_its_folder_and_the_shape_of_its_pictures(tmp_path: Path) -> None:
    said = {"mean": [1.0, 2.0, 6.0], "deviation": [1.0, 1.0, 1.0]}
    (tmp_path / f"{NAME}.reads.json").write_text(json.dumps(said), encoding="utf-8")
    kit = Kit(NAME, str(tmp_path))
    asked = query(1, Inquiry(kit, Ascent("head.fc", 3, 16), 7), None)
    assert asked.about == Published(NAME, 7, str(tmp_path))
    assert asked.question == Ascend((3, 299, 299), "head.fc", 3, 16)
    question = query(2, Inquiry(kit, COVERED), None).question
    assert isinstance(question, CoverByRows)
    assert question.cover.grey == 3.0
    assert question.cover.tops == (0, 81, 162, 243)


def test_a_kit_that_is_gone_is_asked_about_all_the_same_so_that_the_engine_says_why(tmp_path: Path) -> None:
    asked = query(1, Inquiry(Kit(NAME, str(tmp_path)), COVERED), None)
    assert asked.about == Published(NAME, None, str(tmp_path))
