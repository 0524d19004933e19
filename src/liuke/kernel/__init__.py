"""The kernel: words every domain shares; it knows no domain and no vendor."""
