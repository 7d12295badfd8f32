"""One module a chapter: pure functions from the tables of the record to those of a chapter."""
