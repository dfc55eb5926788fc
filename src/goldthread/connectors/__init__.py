"""The outside systems that are known, one package each; they see `flow` and `domain` and not each other."""
