"""Surfaces: ways in, one per audience."""
