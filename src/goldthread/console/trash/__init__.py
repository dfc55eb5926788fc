"""What the pages of the trash are made of: the form, the draft, the doubts, and the way after a repair."""
