"""The mode Review: one conflict after the other, seen in its sentence and answered by a key."""
