"""The items, a file for some neighbouring concepts of the course."""
