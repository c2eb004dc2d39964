"""Networks that a user builds, part by part: what the parts are, and what follows from them without torch."""
