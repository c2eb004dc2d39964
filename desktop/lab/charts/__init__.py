"""Curves of recordings, and the only user of pyqtgraph.

Knows neither the page nor the other parts of the lab.
"""
