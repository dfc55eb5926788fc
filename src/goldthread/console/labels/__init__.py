"""The packing station's page: finding labels, and printing them again."""
