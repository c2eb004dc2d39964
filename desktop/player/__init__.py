"""The model of what is open: scene, knobs, undo and time.

No widget.
"""
