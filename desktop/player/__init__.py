"""The model of what is open: scene, knobs, undo, time, pictures of the user's own.

No widget.
"""
