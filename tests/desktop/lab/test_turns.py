"""Drawing in turns leaves most of the window's time to others."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.lab.turns import FRAME, pause


@given(st.floats(0, 1e6), st.integers(1, 20))
def test_drawing_leaves_most_of_the_time_to_others(took: float, parts: int) -> None:
    assert pause(took, parts) >= FRAME // parts >= 1
    assert took <= 0.3 * pause(took, parts) + 1
