"""The figures of waste collection, each measure a module of its own."""
