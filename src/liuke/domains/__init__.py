"""The domains: the business, one folder per noun."""
