#!/bin/sh
# Runs workerd so that it never outlives the Node process that started it, even after kill -9.
# Ignored signals stay ignored over exec: on Ctrl+C only Node decides, and workerd is not restarted meanwhile.
trap '' INT HUP
# File 3 is a socket to Node; nothing is ever written to it from there, so a read returns when Node is gone.
(
  trap '' TERM
  exec 0</dev/null 1>/dev/null 2>&1
  read -r _ <&3
  # Where workerd had ended before, its number may be another program's by now.
  if ! command -v ps || ps -o comm= -p $$ | grep -q workerd; then kill -9 $$; fi
) &
exec "$BATON_WORKERD" "$@"
