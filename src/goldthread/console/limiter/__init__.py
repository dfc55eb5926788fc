"""How budgets are told and changed."""
