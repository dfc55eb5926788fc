"""A ledger of a million entries, and what the console does with it: `make console-load`."""
