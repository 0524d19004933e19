"""Providers: ways out, one folder per vendor or engine."""
