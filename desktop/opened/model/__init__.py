"""What is opened, what is looked at of it, and what is asked about it: values and models. No widget."""
