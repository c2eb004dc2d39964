"""Questions to a class: items as functions of a draw, and predictions."""
