"""The demo: invented masters (sources/), the events made of them, and the run that shows them."""
