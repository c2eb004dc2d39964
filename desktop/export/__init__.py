"""Pictures of scenes as files. May import `painter` and `theme`; no widget."""
