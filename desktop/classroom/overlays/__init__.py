"""What lies over the stage in class, as marks: pointer, ink, questions."""
