"""The panels around the stage. Each shows the session and turns it; none knows another."""
