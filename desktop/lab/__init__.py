"""The lab, where networks train live: its page, and the parts that the page puts together."""
