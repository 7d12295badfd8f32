"""One module a chapter: the tables and charts that its notebook shows."""
