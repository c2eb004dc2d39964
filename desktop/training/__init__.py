"""The engine as a process, and the runs it is asked for: Qt's signals, no widget.

The only importer of `engine.contract.wire`.
"""
