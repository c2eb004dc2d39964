"""What ties the classroom to the window: lessons, what lies over the stage, and the record of classes."""
