"""The engine as a process, and the runs it is asked for, with Qt's signals.

No widget; the only importer of `engine.contract.wire`.
"""
