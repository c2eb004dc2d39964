"""What lies over the stage: panels at the edges, the list of steps, an offer."""
