"""What frames the work: the main window, its menu, keys and dialogs, its remembered state.

May import the pages and panels that it frames, and all below them.
"""
