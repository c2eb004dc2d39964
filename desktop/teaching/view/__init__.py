"""What is seen of teaching: the classes, what was learned of them, and the trial of a picture."""
