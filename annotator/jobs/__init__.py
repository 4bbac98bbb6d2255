"""What the window and the command line both do. A job takes plain data and two callables, and knows neither caller."""
