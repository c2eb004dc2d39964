"""The home of the lab: runs as cards that ask a question, the student's guess, and what came out."""
