"""Read LinkedIn's data-privacy switches on one's own account, and turn them off on request."""

__version__ = "0.1.0"
