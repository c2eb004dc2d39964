"""The application. The window appears first; what it is furnished with is imported behind its back.

Import this only where a window can open (`desktop.system.preflight`), because Qt doesn't survive a missing library.
"""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.system.paths import state_file
from desktop.system.tracebacks import wanted
from desktop.window.main_window import MainWindow, SavedGeometry

if TYPE_CHECKING:
    from desktop.app.composition import Application, StartOptions


def run(options: StartOptions | None = None) -> int:
    """Open the window; returns the exit status once it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends it; the state is saved already
    application = QApplication(["convoscope"])
    application.setApplicationName("convoscope")
    application.setApplicationDisplayName("Convoscope")
    window = MainWindow(SavedGeometry.of_state(state_file()))
    applications: list[Application] = []
    window.painted.connect(lambda: applications.append(fill(window, options)))
    window.show()
    return application.exec()


def fill(window: MainWindow, options: StartOptions | None) -> Application:
    """Fill the main window with everything that there is to see. Where that fails, say so and end the program."""
    try:
        from desktop.app.services import Services

        services = Services(window)  # first of all, because nothing takes as long as loading torch
        from desktop.app.composition import Application, StartOptions
        from desktop.theme import fonts
        from desktop.theme.icons import window_icon
        from scenes.stage.core.catalogue import catalogue
        from scenes.stage.output.theme import THEMES

        QApplication.setStyle("Fusion")
        QApplication.setFont(fonts.font(14))
        QApplication.setWindowIcon(window_icon(THEMES["dark"]))
        found = Application(window, services, catalogue(), options or StartOptions())
        gc.freeze()  # all this stays: looking through it for garbage again and again would stop the picture each time
        return found
    except Exception as error:  # without content there is no window to tell it in, and none to go on with
        if wanted():
            traceback.print_exc()
        words = (
            f"Convoscope can't start ({type(error).__name__}: {error}). Install it again, or run `convoscope doctor`."
        )
        QMessageBox.critical(window, "Convoscope", words)
        sys.exit(1)
