"""What nobody expected: one dialog with details to copy, and the application goes on."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from desktop.system.tracebacks import told, wanted


class Faults(QObject):
    """Collects exceptions from wherever they come; `happened` gives a sentence and the details, in the GUI's thread.

    The same fault is told once only: one in a paint event would otherwise come back sixty times a second.
    """

    happened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def install(self) -> Callable[[], None]:
        """Catch what Python and Qt would print from now on; returns the way back."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(args.exc_type, args.exc_value, args.exc_traceback)
        handler = qInstallMessageHandler(self._take_message)

        def uninstall() -> None:
            sys.excepthook, threading.excepthook = before
            qInstallMessageHandler(handler)

        return uninstall

    def report(self, error: BaseException) -> None:
        """Tell of an exception that was caught."""
        self._take(type(error), error, error.__traceback__)

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        if wanted():
            print(details, file=sys.stderr, end="", flush=True)
        places = traceback.extract_tb(trace)
        last = f"{places[-1].filename}:{places[-1].lineno}" if places else ""
        self._tell(
            f"{kind.__name__} {last}",
            f"{told(error or kind())}. You can go on; if it happens again, copy the details and report them.",
            details,
        )

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if wanted():
            print(message, file=sys.stderr, flush=True)
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            place = f"{context.file}:{context.line}" if context.file else "Qt"
            self._tell(message, f"Qt reports a problem: {message}", f"{message}\n{place}")

    def _tell(self, signature: str, sentence: str, details: str) -> None:
        if signature not in self._told:
            self._told.add(signature)
            self.happened.emit(sentence, details)
