"""Runs compared: what differs in their settings, their curves over each other, and one picture through all."""
