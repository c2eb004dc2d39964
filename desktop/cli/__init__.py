"""The command `convoscope`, a file a verb. May import everything below; Qt only inside functions."""
