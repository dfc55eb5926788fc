"""What the pages of people, sessions and tokens are made of."""
