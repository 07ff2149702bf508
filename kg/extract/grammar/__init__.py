"""What stands around a word, read off the dependency tree or, where there is none, off the surface."""
