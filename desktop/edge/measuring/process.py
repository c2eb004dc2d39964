"""The process that measures: ``python -m desktop.edge.measuring.process`` does as each line on stdin says.

It works alone, so that nothing of ours takes its time: neither the window nor the engine is in it. Whatever is wrong
with a network costs this process, and no window. It ends when nobody speaks to it any more.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from typing import IO

from desktop.edge.measuring import forms, preparing
from desktop.edge.measuring.kits import KitError
from desktop.edge.measuring.pictures import PicturesError
from desktop.edge.measuring.preparing import Prepared, PreparingError
from desktop.edge.measuring.session import SessionError
from desktop.edge.measuring.words import Answer, Fault, Measure, Prepare, Progress, encode, read_wish
from desktop.lab.take_away.layers import UnfitLayersError
from desktop.system.extras import missing
from desktop.system.processes import answer_in_lines

MEGABYTES = 8192
"""So much memory is enough for the largest networks of the course in all forms."""
TOO_MUCH = "There is not enough memory to measure this network. Close other programs, and try again."
BROKEN = "This network can’t be measured because of an error inside Convoscope. Please report it with its details."


class Bench:
    """Has one network at a time, and measures it."""

    def __init__(self) -> None:
        self._network: Prepared | None = None

    def carry_out(self, wish: Prepare | Measure) -> Iterator[Answer]:
        """Do what is wished; what goes wrong is the last that is said."""
        try:
            if isinstance(wish, Prepare):
                self._network = None
                yield from self._prepare(wish)
            elif self._network is not None:
                yield from forms.measure(wish, self._network)
            else:
                yield Fault("No network is ready to be measured. Choose one first.")
        except (PreparingError, PicturesError, SessionError, KitError, UnfitLayersError) as error:
            yield Fault(str(error))
        except MemoryError:
            yield Fault(TOO_MUCH)
        except ImportError as error:
            lacks = isinstance(error, ModuleNotFoundError)  # anything else is broken, and somebody must find out how
            yield Fault(missing("edge", "Measuring in ONNX Runtime"), "" if lacks else str(error))
        except OSError as error:
            yield Fault(
                f"The files for measuring can’t be written or read ({error.strerror}). Make room, and try again."
            )
        except Exception:  # whoever waits must hear of it
            yield Fault(BROKEN, traceback.format_exc())

    def _prepare(self, wish: Prepare) -> Iterator[Answer]:
        yield Progress("Getting the network ready")
        reading = preparing.prepare(wish)
        self._network = yield from reading
        yield self._network.ready


def serve(wishes: IO[str], answers: IO[bytes]) -> None:
    """Do as the wishes say until there are no more."""
    bench = Bench()
    for line in wishes:
        for answer in bench.carry_out(read_wish(line)):
            answers.write(encode(answer) + b"\n")
            answers.flush()


if __name__ == "__main__":
    sys.exit(answer_in_lines(MEGABYTES, serve))
