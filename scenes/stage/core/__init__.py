"""What a scene is: marks, time, knobs, grips, the stage, and the catalogue of all scenes.

May import `data` and `numbers`.
"""
