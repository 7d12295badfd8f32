"""The book printed: the whole of it as one PDF, and a brief on one sheet."""
