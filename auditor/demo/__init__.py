"""The imitation of LinkedIn."""
