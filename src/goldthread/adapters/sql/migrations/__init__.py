"""Every shape the ledger's tables ever had, and how each became the next."""
