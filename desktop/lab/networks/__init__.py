"""The inside of networks: filters, maps and probabilities of a snapshot.

Knows neither the page nor the other parts of the lab.
"""
