"""How fast it is, measured the same way everywhere: `goldthread bench`."""
