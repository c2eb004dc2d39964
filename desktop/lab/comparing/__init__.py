"""Runs compared: what differs in their settings, their curves, and one picture through all."""
