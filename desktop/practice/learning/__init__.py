"""What is asked, how it is answered, and what has been learned by it: values and functions. No widget."""
