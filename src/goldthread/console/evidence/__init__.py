"""What the pages of the audit are made of."""
