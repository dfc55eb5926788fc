"""The reference that is written from the code: settings, errors, commands, HTTP API, topologies, connectors."""
