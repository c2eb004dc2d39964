"""Why does it not learn? What is measured of a run, what it usually means, and what to try."""
