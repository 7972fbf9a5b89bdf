"""Find, launch and close a browser; knows nothing of LinkedIn."""
