"""Measure the targets of this project as ratios, each against the plain way of doing the same."""
