"""From the rows of a file to records: which of them a row names, which it is about."""
