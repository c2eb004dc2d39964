"""What frames the work: the main window, its menu, keys, dialogs and remembered state.

May import the pages and panels that it frames, and all below them.
"""
