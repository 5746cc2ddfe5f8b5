"""What goes in and out of the API, as its description tells it: one module for each thing that is asked for."""
