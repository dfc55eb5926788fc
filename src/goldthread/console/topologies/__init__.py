"""How topologies are drawn, and what is told of them."""
