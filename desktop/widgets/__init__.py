"""Controls that know no scene and no run."""
