"""Pictures of scenes as files.

May import `player`, `painter` and `theme`; no widget.
"""
