"""One module a page; all of them are found and registered when the console is mounted."""
