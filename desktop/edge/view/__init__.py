"""What is seen of it: the table of forms, the pictures that changed their answer, and what it teaches."""
