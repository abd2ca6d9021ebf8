"""What `./run` does once Python and the packages are there: one module per word after `./run`."""
