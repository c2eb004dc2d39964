"""What comes next: predictions made of the present state of any scene."""
