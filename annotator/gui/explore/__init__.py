"""Exploring: what is seen of a whole project rather than of one article."""
