"""Ledger, artifacts and transport within one process: for tests and for trying things out."""
