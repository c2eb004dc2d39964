from __future__ import annotations

from desktop.classroom.authoring.rows import lasting, rows_of, total
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.lessons.reading import read
from scenes.stage.core.catalogue import catalogue

TEXT = """\
convoscope = 1
id = "short"
title = "Short"
minutes = 6
[[stop]]
id = "title"
card = '''
# Short

Words.
'''
minutes = 1.5
[[stop]]
id = "live"
lab = "twins-20"
run = "live"
optional = true
[[stop]]
id = "broken"
scene = "convolutoin"
[[stop]]
id = "by-hand"
scene = "convolution"
minutes = 4.5
[[stop.ask]]
stem = "Which?"
options = [{ text = "this", right = true }, { text = "that" }]
"""


def test_a_row_says_what_the_file_says() -> None:
    title, live, broken, by_hand = rows_of(read(TEXT), catalogue(), "by-hand", {"live"})
    assert (title.number, title.title, title.facts, title.present) == (1, "Short", ("1.5 min",), False)
    assert live.facts == ("3 min", "live run", "optional")
    assert live.left_out
    assert broken.stop is None
    assert broken.fault.startswith("Line 20: There is no scene")
    assert (by_hand.title, by_hand.questions, by_hand.present) == ("Convolution", 1, True)


def test_a_screen_reader_is_told_all_of_a_row() -> None:
    rows = rows_of(read(TEXT), catalogue(), "by-hand", {"live"})
    assert rows[3].words == "Stop 4: Convolution. 4.5 min. 1 question. shown now"
    assert rows[1].words.endswith("3 min. live run. optional. left out")
    assert "did you mean" in rows[2].words


def test_the_minutes_of_all_stops_are_held_against_the_plan() -> None:
    def lesson(minutes: float) -> Lesson:
        stops = (Stop(id="a", card="x", minutes=14.5), Stop(id="b", card="y", minutes=2, optional=True))
        return Lesson(convoscope=1, id="l", title="L", minutes=minutes, stop=stops)

    more = "Optional stops take 2:00 more."
    assert total(lesson(15)) == (f"The stops take 14:30 minutes, and the lesson is planned for 15:00. {more}", True)
    assert total(lesson(14.5)) == (f"The stops take 14:30 minutes, as planned. {more}", False)
    assert not total(lesson(0))[1]
    assert lasting(0.1) == "0:06"
