"""The Qt application: window, canvas, panels, charts and export."""
