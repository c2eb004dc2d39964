"""The lab: networks train live in a program of their own; the lab records what it says and draws the recording."""
