"""Measuring: networks in several forms, how long they take, and what they answer. No Qt, no torch."""
