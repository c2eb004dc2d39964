"""Documents, a file a format: pages on paper, as slides, for a browser, and as a folder of pictures."""
