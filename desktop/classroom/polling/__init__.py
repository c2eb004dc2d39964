"""Questions in class: which number is asked, the card, and counted hands."""
