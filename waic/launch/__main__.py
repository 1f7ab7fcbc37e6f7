"""`python -m waic.launch run|serve|status|stop|forget`."""

import sys

from waic.launch import supervise

sys.exit(supervise.main(sys.argv[1:]))
