"""Networks of other people in the window: from the table of layers down to one kernel."""
