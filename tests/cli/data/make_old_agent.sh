#!/bin/sh
# Wrote old_agent.safetensors with the program of 79a5763, before the checksum was defined by layers:
#   make_old_agent.sh path/to/that/backbeat
exec "$1" train --steps 4 --hidden-units 6 --hidden-layers 1 --episodes 40 --seed 3 --name "Old hand" \
  --note "Written before another layout was read." --out "$(dirname "$0")/old_agent.safetensors"
