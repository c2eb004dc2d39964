"""What ties the classroom to the window: presenting on one screen or two."""
