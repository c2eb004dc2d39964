"""What was shown: class logs, going on after a crash, rehearsals, past classes, moments as text."""
