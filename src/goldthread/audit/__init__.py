"""The read side: stories, labels, shipments, the dashboard, and whether all is well."""
