"""The nouns that users import: applications, nodes, topologies, outcomes. Pure."""
