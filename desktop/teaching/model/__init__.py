"""What is taught, what is stale of it and what is asked of the engine: values and models. No widget."""
