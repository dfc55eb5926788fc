"""The ledger in a database: one schema, the journal's decisions, a writer of its own for each kind of database."""
