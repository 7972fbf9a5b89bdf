"""The report for people: terminal, page, comparison, files."""
