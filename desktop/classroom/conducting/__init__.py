"""From a lesson to what is shown: cues, where the class is, scenes of stops."""
