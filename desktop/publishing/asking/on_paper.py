"""Printing: which printer, and the pages that the export's process has made on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QWidget

from desktop.export.printing import paint_pages
from desktop.export.still import ExportError
from desktop.words.plain import counted

NO_PRINTER = "No printer is set up on this computer. Save the pages as a PDF, and print them elsewhere."


def are_printers() -> bool:
    """Whether there is any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_for_printer(title: str, then: Callable[[QPrinter], object], parent: QWidget) -> QPrintDialog:
    """Let the user choose a printer, and go on with it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setOptions(QPrintDialog.PrintDialogOption.PrintToFile)
    dialog.accepted.connect(lambda: then(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()  # its `open` wants a slot by name
    return dialog


def print_images(paths: Sequence[Path], printer: QPrinter) -> str:
    """Print the images of pages; returns the words for it. Raises ExportError."""
    paint_pages(_read(paths), printer)
    where = printer.outputFileName() or printer.printerName() or "the printer"
    return f"{counted(len(paths), 'page')} went to {where}."


def _read(paths: Sequence[Path]) -> Iterator[bytes]:
    """Read pages one after the other, and let the window paint between them."""
    for path in paths:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        try:
            yield path.read_bytes()
        except OSError as error:
            raise ExportError(f"A page can't be read any more ({error.strerror}). Print again.") from error
