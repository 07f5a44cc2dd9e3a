from pathlib import Path

unit = Path.home() / ".config" / "systemd" / "user" / "sample.service"
unit.parent.mkdir(parents=True, exist_ok=True)
unit.write_text("[Service]\nExecStart=/usr/bin/python3 -m sample\n")
