"""The stage kit: what scenes are made with."""
