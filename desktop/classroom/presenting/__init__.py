"""One screen or two: the beam that the class sees, and what the presenter sees beside the stage."""
