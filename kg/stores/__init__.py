"""Where graphs can be put: what a build asks of a store, and stores other than the embedded one."""
