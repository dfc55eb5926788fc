"""Moves messages; knows no application, no database, no broker."""
