"""Liuke 留客: a membership marketing platform on one ledger."""
