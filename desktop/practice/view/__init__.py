"""What is seen of practice beside the stage: a question, and the overview of the course."""
