"""The run that is wanted and the run that goes on: settings, buttons, standings.

Knows neither the page nor the other parts of the lab.
"""
