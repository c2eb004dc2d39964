"""The networks as a picture: columns of maps with their links, and the way into the scenes.

Knows neither the page nor the other parts of the lab.
"""
