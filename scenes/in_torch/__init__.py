"""The lines of PyTorch that compute what a scene shows, as its knobs stand; a file for some neighbouring scenes."""
