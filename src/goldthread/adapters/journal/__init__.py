"""What every ledger does with its writes: decided in plain Python, over rows of whatever store."""
