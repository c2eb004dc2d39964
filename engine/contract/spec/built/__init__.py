"""Networks built part by part: what the parts are, and what follows from them without torch."""
