"""One run: reach the page, read, switch off, confirm."""
