"""All that is known of LinkedIn: catalog, addresses, network rule."""
