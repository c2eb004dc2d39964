"""Pictures of scenes as files, and all that is made of such pictures.

May import `player`, `painter` and `theme`; no widget.
"""
