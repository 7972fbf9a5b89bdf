"""One setting's page: what it shows, what that means, and the press."""
