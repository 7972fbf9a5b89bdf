"""What an audit needs, what was found, and a description of a page."""
