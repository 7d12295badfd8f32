"""What the book costs to build and to read, beside an empty book measured in the same run."""
